package dev.breakwater.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server that is started for a measurement stands in front of, as a configuration of ours and for any other server's
 * command line.
 *
 * @param upstreams addresses of the mirrors, in their order
 * @param ca certificates to trust; a server that does not read our configuration finds them in {@code SSL_CERT_FILE}
 * @param sumdbKey the verifier key of the mirrors' checksum database; null for none
 * @param repository more lines for the repository, as in {@code fresh: 1s}
 * @param upstream more lines for each upstream
 */
record Setup(
        List<String> upstreams, Path ca, @Nullable String sumdbKey, List<String> repository, List<String> upstream) {
    Setup {
        upstreams = List.copyOf(upstreams);
        repository = List.copyOf(repository);
        upstream = List.copyOf(upstream);
    }

    /** With nothing special. */
    static Setup over(List<String> upstreams, Path ca, @Nullable String sumdbKey) {
        return new Setup(upstreams, ca, sumdbKey, List.of(), List.of());
    }

    /**
     * A command line with its blanks filled in: {@code {listen}}, {@code {port}}, {@code {data}} (an empty folder),
     * {@code {config}} (ours), {@code {upstreams}} and {@code {upstreams|}} (a GOPROXY with commas or bars),
     * {@code {first}} (the first of them), {@code {sumdb-key}}, {@code {sumdb-name}} and {@code {sumdb-url}} (through the
     * last, which is never broken in the table of faults).
     */
    String fill(String template, Path folder, int port) {
        String key = sumdbKey == null ? "off" : sumdbKey;
        String name = key.replaceFirst("\\+.*", "");
        return template.replace("{config}", folder.resolve("breakwater.yaml").toString())
                .replace("{data}", folder.resolve("data").toString())
                .replace("{listen}", "127.0.0.1:" + port)
                .replace("{port}", Integer.toString(port))
                .replace("{upstreams}", String.join(",", upstreams))
                .replace("{upstreams|}", String.join("|", upstreams))
                .replace("{first}", upstreams.getFirst())
                .replace("{sumdb-key}", key)
                .replace("{sumdb-name}", name)
                .replace("{sumdb-url}", upstreams.getLast() + "/sumdb/" + name);
    }

    /** Our configuration: every mirror is a failure domain of its own, though all are on one host. */
    String config() {
        StringBuilder text = new StringBuilder("tls:\n  ca-file: " + ca + "\nrepositories:\n  go:\n    format: go\n");
        repository.forEach(line -> text.append("    ").append(line).append('\n'));
        text.append("    upstreams:\n");
        for (int i = 0; i < upstreams.size(); i++) {
            text.append("      - name: m%d\n        domain: d%d\n        url: %s\n".formatted(i, i, upstreams.get(i)));
            upstream.forEach(line -> text.append("        ").append(line).append('\n'));
        }
        text.append("    checksum-databases:");
        text.append(sumdbKey == null ? " []\n" : "\n      - key: " + sumdbKey + "\n        sources: [upstreams]\n");
        return text.toString();
    }
}
