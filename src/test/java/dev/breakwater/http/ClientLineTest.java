package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses share one client's room. */
class ClientLineTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "fe80::1%lo, fe80::1%lo, true",
        "-, -, true",
        "not:an:address, not:an:address, true"
    })
    void addresses_of_one_network_of_64_bits_are_one_client(String one, String other, boolean same) {
        assertThat(ClientLine.of(one).equals(ClientLine.of(other))).isEqualTo(same);
    }
}
