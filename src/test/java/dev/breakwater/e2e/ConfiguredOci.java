package dev.breakwater.e2e;

import java.util.List;

/** Writes configurations of one repository of images, {@code hub}, which stands for {@code docker.io}. */
final class ConfiguredOci {
    private ConfiguredOci() {}

    /**
     * Over these registries, in this order, each in a domain of its own and given up soon.
     *
     * @param more further lines of the repository, of four spaces and more; empty for none
     * @param each further keys of each upstream, as in {@code , tier: backup}; empty for none
     */
    static String over(List<String> urls, String more, String each) {
        StringBuilder text = new StringBuilder("repositories:\n  hub:\n    format: oci\n    registry: docker.io\n");
        text.append("    default: true\n    selection: priority\n").append(more).append("    upstreams:\n");
        for (int i = 0; i < urls.size(); i++) {
            text.append("      - {name: mirror%1$d, domain: domain%1$d, url: '%2$s'%3$s,\n"
                    .formatted(i, urls.get(i), each));
            text.append("         timeouts: {connect: 1500ms, metadata: 800ms, archive: 1s, stall: 500ms}}\n");
        }
        return text.toString();
    }
}
