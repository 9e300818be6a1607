package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What a mirror answers where a fault of the layers REPLY or CHECKSUM befalls the request. */
final class BrokenPages {
    private static final String PAGE = "<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>\n";
    private static final String[] TROUBLE = {
        "not found: fetch timed out\n",
        "not found: bad upstream\n",
        "not found: internal server error\n",
        "not found: example.test/x@v1.0.0: git ls-remote: dial tcp: i/o timeout\n",
    };

    private final Pages pages;
    private final SitePages site;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile URI elsewhere = URI.create("http://mirror.invalid");

    /** Of {@code site}, which is {@code pages} themselves unless it is about something else than modules. */
    BrokenPages(Pages pages, SitePages site) {
        this.pages = pages;
        this.site = site;
    }

    /** Where REDIRECT_ELSEWHERE leads. */
    void elsewhere(URI target) {
        elsewhere = target;
    }

    /**
     * @param self the address that was asked, as the client knows it
     * @param trespass the root of the address that nobody may be led to
     */
    Reply answer(Fault fault, Asked asked, String self, String trespass) {
        Reply honest = site.answer(asked);
        return switch (fault) {
            case STATUS_500 -> Reply.text(500, "internal server error\n");
            case STATUS_502 -> Reply.text(502, "bad gateway\n");
            case STATUS_503 -> Reply.text(503, "service unavailable\n");
            case STATUS_504 -> Reply.text(504, "gateway timeout\n");
            case THROTTLED_429 -> Reply.text(429, "too many requests\n").with("Retry-After", "3");
            case FORBIDDEN_403 -> html(403);
            case TEAPOT_418 -> Reply.text(418, "request blocked\n");
            case HTML_200 -> html(200);
            case LYING_404 -> site.missing(asked);
            case TROUBLE_404 -> Reply.text(404, TROUBLE[Math.floorMod(turn.getAndIncrement(), TROUBLE.length)]);
            case HTML_404 -> html(404);
            case NOT_MODIFIED_304 -> new Reply(304, Map.of(), Blob.of(new byte[0]));
            case GZIP_UNASKED -> packed(honest);
            case HTML_LABEL -> honest.with("Content-Type", Reply.HTML);
            case TIMELESS_INFO -> timeless(honest);
            case REDIRECT_LOOP -> Reply.redirect(self);
            case REDIRECT_ELSEWHERE -> Reply.redirect(elsewhere + asked.path());
            case REDIRECT_PRIVATE -> Reply.redirect(trespass + asked.path());
            case SHORT_BODY -> honest.with(honest.body().slice(0, honest.body().size() / 2));
            case BIT_FLIP -> flipped(honest, honest.body().size() / 2);
            case WRONG_VERSION -> wrongVersion(asked).orElse(honest);
            case REPACKED_ZIP ->
                release(asked).map(r -> honest.with(r.zipOfOtherBytes())).orElse(honest);
            case STALE_LIST -> withoutNewest(asked).answer(asked);
            case SUMDB_DOWN -> Reply.text(503, "checksum database unreachable\n");
            case SUMDB_UNSUPPORTED -> asked.path().endsWith("/supported") ? Pages.absent(asked) : honest;
            case SUMDB_FORGED_TILE -> asked.path().contains("/tile/") ? flipped(honest, 0) : honest;
            case SUMDB_EMPTY_LOOKUP -> asked.path().contains("/lookup/") ? withoutRecord(honest) : honest;
            case SUMDB_FORK -> other(asked, honest, SumdbPages::forked, this::unsigned);
            case SUMDB_STALE -> other(asked, honest, SumdbPages::stale, reply -> headless(asked, reply));
            case REFUSED,
                    DROPPED_SYN,
                    EXPIRED_CERTIFICATE,
                    BLACK_HOLE,
                    GOAWAY,
                    SLOW_HEADERS,
                    TRICKLE,
                    STALL,
                    PAUSES,
                    RESET,
                    TRUNCATED,
                    TOO_LONG_LENGTH,
                    RANGE_IGNORED,
                    RANGE_WRONG_TOTAL,
                    MIX -> honest;
        };
    }

    private static Reply packed(Reply reply) {
        if (reply.body().size() > 1 << 20) {
            return reply;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(all)) {
            out.write(reply.body().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply.with(Blob.of(all.toByteArray())).with("Content-Encoding", "gzip");
    }

    private static Reply timeless(Reply info) {
        String text = new String(info.body().bytes(), StandardCharsets.UTF_8);
        return info.with(Blob.of(text.replace("\"Time\"", "\"Tiee\"").getBytes(StandardCharsets.UTF_8)));
    }

    private static Reply html(int status) {
        return Reply.text(status, PAGE).with("Content-Type", Reply.HTML);
    }

    private static Reply flipped(Reply reply, long offset) {
        return reply.body().size() == 0 ? reply : reply.with(reply.body().flipped(offset));
    }

    private Optional<Release> release(Asked asked) {
        return Pages.named(asked).flatMap(named -> pages.corpus().resolve(named.module(), named.version()));
    }

    private Optional<Reply> wrongVersion(Asked asked) {
        return release(asked).map(right -> {
            Release wrong = pages.corpus().releases(right.module()).stream()
                    .filter(release -> !release.version().equals(right.version()))
                    .findFirst()
                    .orElseGet(() -> right.as(right.version().split("\\.", -1)[0] + ".99.99"));
            return switch (asked.kind()) {
                case INFO -> Reply.ok(Reply.JSON, wrong.info());
                case ZIP -> Reply.ok(Reply.ZIP, wrong.zip());
                case MOD -> Reply.ok(Reply.TEXT, wrong.goMod());
                case LIST, LATEST, SUMDB, OTHER -> throw new IllegalArgumentException("has no version: " + asked);
            };
        });
    }

    private Pages withoutNewest(Asked asked) {
        String module = Pages.named(asked).map(Pages.Named::module).orElse("");
        Optional<Release> newest = pages.corpus().latest(module);
        Corpus older = new Corpus();
        for (Release release : pages.corpus().releases(module)) {
            if (!newest.filter(it -> it.version().equals(release.version())).isPresent()) {
                older.publish(release);
            }
        }
        return new Pages(MirrorSettings.of(older));
    }

    private static Reply withoutRecord(Reply lookup) {
        String text = new String(lookup.body().bytes(), StandardCharsets.UTF_8);
        int id = text.indexOf('\n');
        int tree = text.indexOf("\n\n");
        if (id < 0 || tree < 0) {
            return lookup;
        }
        String empty = text.substring(0, id) + "\n" + text.substring(tree + 1);
        return lookup.with(Blob.of(empty.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply other(
            Asked asked,
            Reply honest,
            Function<SumdbPages, @Nullable SumdbPages> choice,
            Function<Reply, Reply> otherwise) {
        SumdbPages sumdb = pages.sumdb();
        SumdbPages chosen = sumdb == null ? null : choice.apply(sumdb);
        return chosen == null ? otherwise.apply(honest) : pages.checksum(asked, chosen);
    }

    /** A note's signature is its last line. */
    private Reply unsigned(Reply note) {
        return flipped(note, Math.max(0, note.body().size() - 9));
    }

    private static Reply headless(Asked asked, Reply honest) {
        return asked.path().endsWith("/latest") ? Pages.absent(asked) : honest;
    }
}
