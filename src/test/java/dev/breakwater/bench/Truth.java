package dev.breakwater.bench;

import dev.breakwater.testing.Blob;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Release;
import dev.breakwater.testing.SigningDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows what every address should answer, from what was published, and holds complete answers against it. */
final class Truth {
    private static final Pattern VERSION = Pattern.compile("\"Version\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern TIME = Pattern.compile("\"Time\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern HEAD = Pattern.compile("go\\.sum database tree\n(\\d+)\n[^\n]+\n\n— [^\n]+\n");

    private final Stock stock;
    private final ConcurrentMap<String, String> zips = new ConcurrentHashMap<>();

    Truth(Stock stock) {
        this.stock = stock;
    }

    /** What a complete 200 comes to. */
    enum Verdict {
        /** What was published. */
        RIGHT,
        /** Nothing false, but something is missing that is published: a list, a latest. */
        BEHIND,
        /** What nobody published. */
        WRONG
    }

    /** How a body is taken in: small ones whole, and the SHA-256 of all. */
    static final class Body extends OutputStream {
        private final MessageDigest digest = sha256();
        private byte[] small = new byte[0];
        private long size;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
            if (size < 1 << 20) {
                int old = small.length;
                small = Arrays.copyOf(small, old + length);
                System.arraycopy(bytes, from, small, old, length);
            }
            size += length;
        }

        private String text() {
            return new String(small, StandardCharsets.UTF_8);
        }
    }

    /** Judges the body of a complete 200 to {@code path}, which is below the server's own prefix. */
    Verdict judge(String path, Body body) {
        return switch (Kind.of(path)) {
            case LIST -> list(path, body.text());
            case LATEST -> latest(path, body.text());
            case INFO -> is(release(path).filter(r -> says(r, body.text())).isPresent());
            case MOD ->
                is(release(path)
                        .filter(r -> Arrays.equals(r.goMod(), body.small))
                        .isPresent());
            case ZIP -> is(release(path).filter(r -> zip(r, body)).isPresent());
            case SUMDB -> is(checksum(path.substring(("/sumdb/" + Stock.DATABASE).length()), body));
            case OTHER -> Verdict.WRONG;
        };
    }

    private static Verdict is(boolean right) {
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }

    private Verdict list(String path, String text) {
        List<String> published = stock.corpus().list(module(path));
        Set<String> told = new HashSet<>(text.lines().toList());
        if (!published.containsAll(told)) {
            return Verdict.WRONG;
        }
        return told.containsAll(published) ? Verdict.RIGHT : Verdict.BEHIND;
    }

    private Verdict latest(String path, String text) {
        if (stock.corpus().latest(module(path)).filter(r -> says(r, text)).isPresent()) {
            return Verdict.RIGHT;
        }
        return stock.corpus().releases(module(path)).stream().anyMatch(r -> says(r, text))
                ? Verdict.BEHIND
                : Verdict.WRONG;
    }

    /** Whether an info means this release; what else stands in it is a mirror's own affair. */
    private static boolean says(Release release, String info) {
        Matcher version = VERSION.matcher(info);
        Matcher time = TIME.matcher(info);
        return version.find()
                && version.group(1).equals(release.version())
                && time.find()
                && time.group(1).equals(release.time().toString());
    }

    /** Both zips of a release have its h1: the usual one, and the repacked. */
    private boolean zip(Release release, Body body) {
        String came = HexFormat.of().formatHex(body.digest.digest());
        return came.equals(zips.computeIfAbsent(release.toString(), r -> sha256(release.zip())))
                || came.equals(zips.computeIfAbsent(release + " repacked", r -> sha256(release.zipOfOtherBytes())));
    }

    private boolean checksum(String page, Body body) {
        SigningDatabase database = stock.sums().signing();
        if (page.startsWith("/tile/")) {
            return Arrays.equals(database.get(page), body.small);
        }
        Matcher head = HEAD.matcher(body.text());
        if (!head.find()) {
            return page.equals("/supported");
        }
        long size = Long.parseLong(head.group(1));
        boolean genuine = size <= database.size()
                && head.group().equals(new String(database.latestAt(size), StandardCharsets.UTF_8));
        return genuine && (!page.startsWith("/lookup/") || record(page, body.text()));
    }

    private boolean record(String page, String reply) {
        String[] wanted = page.substring("/lookup/".length()).split("@", 2);
        String module = wanted[0];
        return stock.corpus()
                .release(module, wanted[1])
                .map(r -> "\n" + SigningDatabase.text(module, r.version(), r.zipH1(), r.modH1()) + "\n")
                .filter(reply::contains)
                .isPresent();
    }

    private static String module(String path) {
        return path.substring(1, path.indexOf("/@"));
    }

    private Optional<Release> release(String path) {
        String file = path.substring(path.indexOf("/@v/") + 4);
        return stock.corpus().release(module(path), file.substring(0, file.lastIndexOf('.')));
    }

    private static String sha256(Blob blob) {
        MessageDigest digest = sha256();
        try {
            blob.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest), 0, blob.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
