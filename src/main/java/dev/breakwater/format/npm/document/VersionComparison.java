package dev.breakwater.format.npm.document;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Publishes which of a package's newest versions each registry has, so that one that lags is known.
 *
 * @param repository whose registries they are
 * @param events gets one for each registry
 */
public record VersionComparison(String repository, Events events) {
    /** For private packages, which one registry alone knows: publishes nothing. */
    public static final VersionComparison NONE = new VersionComparison("", Events.NONE);

    private static final int NEWEST = 16;

    /** Compares what registries said now with {@code shown}, the versions that exist; a single one can't be compared. */
    void publish(PackageName name, Collection<String> shown, List<DocumentStatement> statements) {
        List<DocumentStatement> said =
                statements.stream().filter(statement -> !statement.held()).toList();
        if (said.size() < 2) {
            return;
        }
        List<String> newest = shown.stream()
                .map(SemanticVersion::new)
                .sorted(Comparator.reverseOrder())
                .limit(NEWEST)
                .sorted()
                .map(SemanticVersion::text)
                .toList();
        for (DocumentStatement statement : said) {
            events.publish(new Event.Listed(
                    repository,
                    statement.origin(),
                    name.text(),
                    newest.stream()
                            .filter(statement.summary().versions()::containsKey)
                            .toList(),
                    newest.stream()
                            .filter(version -> !statement.summary().versions().containsKey(version))
                            .toList(),
                    true));
        }
    }
}
