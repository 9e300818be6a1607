package dev.breakwater.insight;

import java.util.Locale;

/**
 * A filter of requests: those that meet every condition. Empty text, 0 and false are no condition.
 *
 * @param repository the repository's name
 * @param kind as in {@link TrafficLine}
 * @param result as in {@link TrafficLine}
 * @param statusClass 2 for 200 to 299, and so on
 * @param path a part of the path, whatever its case
 * @param client the client's address
 * @param sparedOnly only rescued requests
 */
public record TrafficFilter(
        String repository,
        String kind,
        String result,
        int statusClass,
        String path,
        String client,
        boolean sparedOnly) {
    /** Every request. */
    public static final TrafficFilter ALL = new TrafficFilter("", "", "", 0, "", "", false);

    /** Whether {@code line} matches. A hidden line is matched as it is shown. */
    public boolean takes(TrafficLine line) {
        return is(repository, line.repository())
                && is(kind, line.kind())
                && is(result, line.result())
                && (statusClass == 0 || statusClass == line.status() / 100)
                && line.path().toLowerCase(Locale.ROOT).contains(path.toLowerCase(Locale.ROOT))
                && is(client, line.client())
                && (!sparedOnly || !line.spared().equals("-"));
    }

    private static boolean is(String wanted, String found) {
        return wanted.isEmpty() || wanted.equals(found);
    }
}
