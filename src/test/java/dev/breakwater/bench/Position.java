package dev.breakwater.bench;

import java.util.ArrayList;
import java.util.List;

/** What a client wants, where a fault is to be seen: each has modules of its own, so that none warms another. */
enum Position {
    METADATA("metadata", 2),
    SMALL_ARCHIVE("small archive", 1),
    LARGE_ARCHIVE("5-60 MB archive", 1),
    CHECKSUMS("checksum database", 1),
    /** A real go command with nothing in its cache. */
    BUILD("go mod download", 0);

    private final String words;
    private final int clients;

    Position(String words, int clients) {
        this.words = words;
        this.clients = clients;
    }

    /** How many clients at once want it. */
    int clients() {
        return clients;
    }

    /** The addresses to ask for, each once, with {@code scale} times the small ones of a short run. */
    List<String> paths(Stock stock, int scale) {
        List<String> paths = new ArrayList<>();
        switch (this) {
            case METADATA -> {
                for (int i = 0; i < 8 * scale; i++) {
                    String module = "/" + Stock.smallName(i);
                    paths.addAll(List.of(module + "/@v/list", module + "/@latest", module + "/@v/v1.0.0.info"));
                    paths.addAll(List.of(module + "/@v/v1.1.0.info", module + "/@v/v1.1.0.mod"));
                }
            }
            case SMALL_ARCHIVE -> {
                for (int i = 8 * scale; i < 16 * scale; i++) {
                    paths.add("/" + Stock.smallName(i) + "/@v/v1.0.0.zip");
                    paths.add("/" + Stock.smallName(i) + "/@v/v1.1.0.zip");
                }
            }
            case LARGE_ARCHIVE -> {
                for (int i = 0; i < (scale == 1 ? 3 : Stock.large()); i++) {
                    paths.add("/" + Stock.largeName(i) + "/@v/v1.0.0.zip");
                }
            }
            case CHECKSUMS -> {
                String base = "/sumdb/" + Stock.DATABASE;
                for (int i = 16 * scale; i < 24 * scale; i++) {
                    paths.add(base + "/lookup/" + Stock.smallName(i) + "@v1.0.0");
                    paths.add(base + "/lookup/" + Stock.smallName(i) + "@v1.1.0");
                }
                paths.add(base + "/latest");
                paths.add(base + "/tile/8/0/000.p/" + Math.min(255, stock.small()));
            }
            case BUILD -> {}
        }
        return paths;
    }

    /** For whom a mirror was asked for {@code path}; what nothing else explains is the checksum database's, or a build's. */
    static Position of(String path, int scale) {
        int at = path.indexOf("chaos.test/m");
        if (at < 0) {
            return path.startsWith("/large.test/") || path.contains("/lookup/large.test/")
                    ? LARGE_ARCHIVE
                    : path.contains("prog.test") ? BUILD : CHECKSUMS;
        }
        int number = Integer.parseInt(path.substring(at + 12, at + 17));
        return number < 8 * scale ? METADATA : number < 16 * scale ? SMALL_ARCHIVE : CHECKSUMS;
    }

    /** How many small modules a run of this scale takes. */
    static int modules(int scale) {
        return 24 * scale;
    }

    @Override
    public String toString() {
        return words;
    }
}
