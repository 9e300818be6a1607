package dev.breakwater.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether builds are safe.
 *
 * @param state {@code safe}; {@code degraded}: builds work, but are less protected than usual; {@code new-modules-fail}:
 *     stored files are served, new ones can't be fetched or verified; {@code outage}: builds fail now
 * @param level the state as a number, 0 to 3, as in the metric
 * @param since since when it is at least so bad; null if that isn't known, or if builds are safe
 * @param sentence what is wrong and what still works, for people; the pages show the same
 * @param notes further remarks, a sentence each
 * @param upstreams the upstreams that are not up for everything
 */
record StatusView(
        String state, int level, @Nullable Instant since, String sentence, List<String> notes, List<Down> upstreams) {
    /**
     * An upstream, or a source of a checksum database, that isn't up.
     *
     * @param repository its repository
     * @param name its name
     * @param state {@code down} or {@code in-doubt}
     * @param traffic the only class of traffic in which it is so, {@code metadata}, {@code archive} or {@code checksum}; empty
     *     for metadata and archives
     * @param reason {@code status}, {@code name} (DNS), {@code connection}, {@code tls}, {@code silent}, {@code slow},
     * {@code broken} (truncated replies), {@code content} (wrong content) or {@code unknown}
     * @param status the HTTP status for {@code status}, else 0
     * @param since when it was last up; null if that isn't known
     */
    record Down(
            String repository,
            String name,
            String state,
            String traffic,
            String reason,
            int status,
            @Nullable Instant since) {}
}
