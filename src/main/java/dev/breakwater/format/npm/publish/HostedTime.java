package dev.breakwater.format.npm.publish;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Instants in documents: as JavaScript writes them. */
final class HostedTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private HostedTime() {}

    /** As clients read it. */
    static String written(Instant time) {
        return FORM.format(time);
    }

    /** The times of {@code document}, modified {@code now}, of these versions alone. */
    static Map<String, String> modified(HostedDocument document, Set<String> versions, String now) {
        Map<String, String> times = new LinkedHashMap<>();
        document.times().forEach((of, time) -> {
            if (of.equals("created") || versions.contains(of)) {
                times.put(of, time);
            }
        });
        times.put("modified", now);
        return times;
    }
}
