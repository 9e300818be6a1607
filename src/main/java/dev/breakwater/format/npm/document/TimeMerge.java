package dev.breakwater.format.npm.document;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides when each version was published. */
final class TimeMerge {
    private TimeMerge() {}

    /**
     * The authority's time of a version, else that known before, else the latest that a registry says: a version must not look
     * older than it is when it is first seen, and no single registry moves a time later.
     */
    static Map<String, Instant> of(List<DocumentStatement> statements, Set<String> chosen) {
        Map<String, Instant> times = new HashMap<>();
        for (DocumentStatement statement : statements) {
            if (!statement.held()) {
                statement.summary().times().forEach((version, time) -> {
                    if (chosen.contains(version)) {
                        times.merge(version, time, (one, other) -> one.isAfter(other) ? one : other);
                    }
                });
            }
        }
        for (DocumentStatement statement : statements) {
            if (statement.held()) {
                statement.summary().times().forEach((version, time) -> {
                    if (chosen.contains(version)) {
                        times.put(version, time);
                    }
                });
            }
        }
        for (DocumentStatement statement : statements) {
            if (statement.authority()) {
                statement.summary().times().forEach((version, time) -> times.replace(version, time));
            }
        }
        return times;
    }
}
