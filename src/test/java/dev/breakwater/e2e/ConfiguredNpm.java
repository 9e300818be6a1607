package dev.breakwater.e2e;

import java.util.List;

/** Writes configurations of one npm repository. */
final class ConfiguredNpm {
    private ConfiguredNpm() {}

    /**
     * Over these registries, in this order, each in a domain of its own and given up soon.
     *
     * @param keys npmjs, none or a file
     * @param more further lines of the repository, of four spaces and more; empty for none
     */
    static String over(List<String> urls, String keys, String more) {
        StringBuilder text = new StringBuilder("repositories:\n  npm:\n    format: npm\n    selection: priority\n");
        text.append("    signing-keys: '")
                .append(keys)
                .append("'\n")
                .append(more)
                .append("    upstreams:\n");
        for (int i = 0; i < urls.size(); i++) {
            text.append("      - name: mirror%d\n        domain: domain%d\n        url: '%s'\n"
                    .formatted(i, i, urls.get(i)));
            text.append("        timeouts: {connect: 1500ms, metadata: 800ms, archive: 1s, stall: 500ms}\n");
        }
        return text.toString();
    }
}
