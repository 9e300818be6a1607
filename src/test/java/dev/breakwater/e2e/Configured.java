package dev.breakwater.e2e;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes configurations of one Go repository. */
final class Configured {
    private Configured() {}

    /**
     * Over these upstreams, in this order, each in a domain of its own and given up where it is silent for half a second in
     * the middle of a body; {@code sumdbKey} is null for no database.
     */
    static String over(@Nullable String sumdbKey, List<String> urls) {
        StringBuilder text = new StringBuilder("repositories:\n  go:\n    format: go\n    selection: priority\n");
        text.append("    checksum-databases: ")
                .append(sumdbKey == null ? "[]\n" : "[{key: '" + sumdbKey + "', sources: [upstreams]}]\n")
                .append("    upstreams:\n");
        for (int i = 0; i < urls.size(); i++) {
            text.append("      - {name: mirror%d, domain: domain%d, url: '%s', timeouts: {stall: 500ms}}\n"
                    .formatted(i, i, urls.get(i)));
        }
        return text.toString();
    }
}
