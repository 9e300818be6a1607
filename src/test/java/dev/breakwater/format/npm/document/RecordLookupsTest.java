package dev.breakwater.format.npm.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.format.npm.tarball.Integrity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordLookupsTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Integrity KNOWN = Integrity.of(RegistryDocument.integrity("1.0.0"), "");

    private static RecordLookups over(VersionRecords records, Duration patience) {
        return new RecordLookups(RegistryDocument.NAME, records, patience);
    }

    @Test
    void versions_are_looked_up_side_by_side() throws Exception {
        List<String> versions = List.of("1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0");
        CountDownLatch together = new CountDownLatch(versions.size());
        RecordLookups lookups = over(
                (_, _) -> {
                    together.countDown();
                    together.await();
                    return Optional.of(KNOWN);
                },
                LONG);
        assertThat(lookups.integrities(versions)).containsOnlyKeys(versions);
    }

    @Test
    void what_is_late_is_left_out_and_found_by_the_next_merge() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        RecordLookups lookups = over(
                (_, version) -> {
                    asked.incrementAndGet();
                    if (version.equals("2.0.0")) {
                        late.await();
                    }
                    return Optional.of(KNOWN);
                },
                Duration.ofMillis(500));
        assertThat(lookups.integrities(List.of("2.0.0", "1.0.0"))).isEqualTo(Map.of("1.0.0", KNOWN));
        late.countDown();
        assertThat(lookups.integrities(List.of("2.0.0", "1.0.0"))).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(asked).as("once each").hasValue(2);
    }

    @Test
    void what_has_no_record_yet_is_looked_up_again() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RecordLookups lookups =
                over((_, _) -> asked.incrementAndGet() == 1 ? Optional.empty() : Optional.of(KNOWN), LONG);
        assertThat(lookups.integrities(List.of("1.0.0"))).isEmpty();
        assertThat(lookups.integrities(List.of("1.0.0"))).containsOnlyKeys("1.0.0");
    }

    @Test
    void a_defect_of_this_server_is_no_missing_record() {
        RecordLookups lookups = over(
                (_, _) -> {
                    throw new IllegalArgumentException("a defect");
                },
                LONG);
        assertThatThrownBy(() -> lookups.integrities(List.of("1.0.0"))).hasRootCauseMessage("a defect");
    }
}
