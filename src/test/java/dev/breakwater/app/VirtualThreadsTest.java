package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many platform threads carry the virtual ones. */
class VirtualThreadsTest {
    @ParameterizedTest(name = "{0} cores: {1}")
    @CsvSource({"1, 4", "2, 4", "3, 6", "64, 128"})
    void two_a_core_and_at_least_four(int cores, int carriers) {
        assertThat(VirtualThreads.of(cores)).isEqualTo(carriers);
    }
}
