package dev.breakwater.format.go.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.probe.Sample.Role;
import dev.breakwater.probe.Sample.SampleItem;
import dev.breakwater.probe.SampleVersion;
import org.junit.jupiter.api.Test;

class GoSampleTest {
    private final GoTerms terms = new GoTerms();

    @Test
    void usual_sample_is_made_of_modules_and_has_large_archives() {
        assertThat(new GoProber().usual().items())
                .allMatch(item -> terms.fault(item.module(), item.pinned() ? item.version() : null)
                        .isEmpty());
        assertThat(new GoProber().usual().items()).extracting(SampleItem::role).contains(Role.HOT, Role.COLD);
    }

    @Test
    void feed_is_read_and_what_is_no_entry_left_out() {
        String feed = """
                {"Path":"a.test/m","Version":"v1.0.0","Timestamp":"2026-01-02T03:04:05.678Z"}
                {"Path":"a.test/m","Version":"v1.0.1","Timestamp":"yesterday"}
                {"Path":"a.test/m"}
                nonsense
                """;
        assertThat(RecentVersions.entries(feed))
                .extracting(RecentVersions.RecentVersion::subject)
                .containsExactly(new SampleVersion("a.test/m", "v1.0.0"));
    }
}
