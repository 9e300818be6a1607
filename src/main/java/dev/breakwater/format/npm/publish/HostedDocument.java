package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.name.SemanticVersion;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The document of a package that is published here, without the texts in it: some hundred bytes a version.
 *
 * @param revision its {@code _rev}, {@code <number>-<hash>}: another one after each change; empty if there was never one
 * @param tags its dist-tags
 * @param versions its versions, in the order in which they were published
 * @param times {@code created}, {@code modified} and when each version was published
 * @param withdrawn the integrity of each version that was unpublished: no other bytes may ever have its name
 */
record HostedDocument(
        String revision,
        Map<String, String> tags,
        Map<String, HostedVersion> versions,
        Map<String, String> times,
        Map<String, String> withdrawn) {
    /** Before the first version is published. */
    static final HostedDocument NONE = new HostedDocument("", Map.of(), Map.of(), Map.of(), Map.of());

    /** The tag of what is installed if the client names no version. */
    static final String LATEST = "latest";

    /**
     * One version.
     *
     * @param deprecated why it should not be used any more; empty if it may be
     */
    record HostedVersion(String integrity, String deprecated) {}

    /** Copies the maps, and keeps their order. */
    HostedDocument {
        tags = copy(tags);
        versions = copy(versions);
        times = copy(times);
        withdrawn = copy(withdrawn);
    }

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The number in {@link #revision}. */
    long number() {
        int dash = revision.indexOf('-');
        return dash < 1 ? 0 : Long.parseLong(revision.substring(0, dash));
    }

    /** The version that is best for {@link #LATEST} if no client says which: the newest release, else the newest. */
    Optional<String> newest() {
        return versions.keySet().stream()
                .map(SemanticVersion::new)
                .max(Comparator.comparing((SemanticVersion version) -> !version.prerelease())
                        .thenComparing(Comparator.naturalOrder()))
                .map(SemanticVersion::text);
    }
}
