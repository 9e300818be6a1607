package dev.breakwater.format.npm.document;

import static dev.breakwater.format.npm.document.RegistryDocument.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionComparisonTest {
    private final List<Event> told = new ArrayList<>();
    private final VersionComparison comparison = new VersionComparison("npm", told::add);

    private static DocumentStatement said(String origin, boolean held, String... versions) {
        RegistryDocument document = new RegistryDocument();
        for (String version : versions) {
            document.version(version);
        }
        return new DocumentStatement(origin, origin, false, held, document.summary());
    }

    @Test
    void registry_that_lags_is_told_from_one_that_does_not() {
        comparison.publish(
                NAME,
                Set.of("1.9.0", "1.10.0"),
                List.of(
                        said("one", false, "1.9.0", "1.10.0"),
                        said("two", false, "1.9.0"),
                        said("store", true, "1.9.0")));
        assertThat(told)
                .containsExactly(
                        new Event.Listed("npm", "one", "tea", List.of("1.9.0", "1.10.0"), List.of(), true),
                        new Event.Listed("npm", "two", "tea", List.of("1.9.0"), List.of("1.10.0"), true));
    }

    @Test
    void single_registry_is_compared_with_nothing() {
        comparison.publish(NAME, Set.of("1.0.0"), List.of(said("one", false, "1.0.0"), said("store", true, "1.0.0")));
        assertThat(told).isEmpty();
    }
}
