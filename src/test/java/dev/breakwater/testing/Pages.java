package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an honest mirror of a corpus answers by the module proxy protocol. */
final class Pages implements SitePages {
    private final Corpus corpus;
    private final @Nullable String sumdbName;
    private final @Nullable SumdbPages sumdb;

    Pages(MirrorSettings settings) {
        this.corpus = settings.corpus();
        this.sumdbName = settings.sumdbName();
        this.sumdb = settings.sumdb();
    }

    /** What a module's address names: the module, and the version or query; the latter is empty for list and latest. */
    record Named(String module, String version) {}

    Corpus corpus() {
        return corpus;
    }

    @Nullable
    SumdbPages sumdb() {
        return sumdb;
    }

    @Override
    public Reply missing(Asked asked) {
        return absent(asked);
    }

    @Override
    public Reply answer(Asked asked) {
        return switch (asked.kind()) {
            case SUMDB -> checksum(asked, sumdb);
            case LIST -> list(asked);
            case LATEST ->
                named(asked)
                        .flatMap(named -> corpus.latest(named.module))
                        .map(release -> Reply.ok(Reply.JSON, release.info()))
                        .orElseGet(() -> absent(asked));
            case INFO -> resolved(asked, release -> Reply.ok(Reply.JSON, release.info()));
            case MOD -> exact(asked, release -> Reply.ok(Reply.TEXT, release.goMod()));
            case ZIP -> exact(asked, release -> Reply.ok(Reply.ZIP, release.zip()));
            case OTHER -> Reply.text(404, "not found: no such page\n");
        };
    }

    private Reply list(Asked asked) {
        Optional<Named> named = named(asked).filter(name -> corpus.knows(name.module));
        return named.map(name -> Reply.ok(Reply.TEXT, lines(corpus.list(name.module))))
                .orElseGet(() -> absent(asked));
    }

    static byte[] lines(List<String> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach(version -> text.append(version).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Reply resolved(Asked asked, Function<Release, Reply> reply) {
        return named(asked)
                .flatMap(named -> corpus.resolve(named.module, named.version))
                .map(reply)
                .orElseGet(() -> absent(asked));
    }

    private Reply exact(Asked asked, Function<Release, Reply> reply) {
        return release(asked).map(reply).orElseGet(() -> absent(asked));
    }

    /** The release that a canonical address names. */
    Optional<Release> release(Asked asked) {
        return named(asked).flatMap(named -> corpus.release(named.module, named.version));
    }

    /** In the words of the official mirror. */
    static Reply absent(Asked asked) {
        String what = named(asked)
                .map(named -> named.module + (named.version.isEmpty() ? "" : "@" + named.version))
                .orElse(asked.path());
        return Reply.text(404, "not found: " + what + ": invalid version: unknown revision\n");
    }

    static Optional<Named> named(Asked asked) {
        String path = asked.path();
        int latest = path.indexOf("/@latest");
        int at = path.indexOf("/@v/");
        if (latest > 0) {
            return Escaped.unescape(path.substring(1, latest)).map(module -> new Named(module, ""));
        }
        if (at <= 0) {
            return Optional.empty();
        }
        String file = path.substring(at + 4);
        String version = file.equals("list") ? "" : file.substring(0, Math.max(0, file.lastIndexOf('.')));
        return Escaped.unescape(path.substring(1, at))
                .flatMap(module -> Escaped.unescape(version).map(plain -> new Named(module, plain)));
    }

    /** A page of the checksum database, from {@code pages}. */
    Reply checksum(Asked asked, @Nullable SumdbPages pages) {
        String base = "/sumdb/" + sumdbName;
        if (pages == null || sumdbName == null || !asked.path().startsWith(base + "/")) {
            return Reply.text(404, "not found: no such checksum database here\n");
        }
        String page = asked.path().substring(base.length());
        if (page.equals("/supported")) {
            return Reply.text(200, "");
        }
        byte[] found = pages.page(page);
        if (found == null) {
            return Reply.text(404, "not found: no record\n");
        }
        return Reply.ok(page.startsWith("/tile/") ? "application/octet-stream" : Reply.TEXT, found);
    }
}
