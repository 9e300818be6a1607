package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a registry of images answers: the manifests, blobs and tags of a corpus, rightly or with a lie; and tokens, and blobs by digest alone. */
final class OciPages implements SitePages {
    static final String DIGEST = "Docker-Content-Digest";
    private static final Pattern PATH = Pattern.compile("/v2/(.+)/(manifests|blobs|tags)/([^/]+)");
    private static final String STORAGE = "/storage/";
    private static final int LONG = 5 << 20;
    private static final int PAGE = 2;

    private final OciCorpus corpus;
    private volatile @Nullable OciLie lie;
    private volatile String realm = "";
    private volatile String tokenReply = "{\"token\":\"let-me-in\",\"expires_in\":300}";
    private volatile String storage = "";
    private volatile String tokenLogin = "";
    private volatile String login = "";

    OciPages(OciCorpus corpus) {
        this.corpus = corpus;
    }

    /** From now on it lies so, or is honest for null. */
    void lie(@Nullable OciLie kind) {
        lie = kind;
    }

    /** From now on it demands a token of that service; none if it is empty. */
    void realm(String url) {
        realm = url;
    }

    /** From now on that is what its own token service says. */
    void tokenReply(String json) {
        tokenReply = json;
    }

    /** From now on its own token service refuses all but that {@code Authorization}. */
    void tokenLogin(String header) {
        tokenLogin = header;
    }

    /** From now on it demands a user and a password itself: that {@code Authorization}. */
    void login(String header) {
        login = header;
    }

    /** From now on blobs are at that host; its own if it is empty. */
    void storage(String url) {
        storage = url;
    }

    @Override
    public Reply missing(Asked asked) {
        return error(404, asked.path().contains("/blobs/") ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN");
    }

    private static Reply error(int status, String code) {
        return new Reply(
                status,
                Map.of("Content-Type", Reply.JSON),
                json("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"no\"}]}"));
    }

    private static Blob json(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply answer(Asked asked) {
        String path = asked.path();
        if (path.equals("/token")
                && !tokenLogin.isEmpty()
                && !asked.header("authorization").equals(tokenLogin)) {
            return error(401, "UNAUTHORIZED");
        }
        if (path.equals("/token")) {
            return Reply.ok(Reply.JSON, json(tokenReply));
        }
        if (path.startsWith(STORAGE)) {
            Blob blob = corpus.blob(path.substring(STORAGE.length()));
            return blob == null ? missing(asked) : Reply.ok("binary/octet-stream", blob);
        }
        OciLie now = lie;
        if (now == OciLie.PORTAL) {
            return Reply.ok(Reply.HTML, json("<!DOCTYPE html><html><body><h1>Please sign in</h1></body></html>\n"));
        }
        if (now == OciLie.NO_HEAD && asked.head()) {
            return error(405, "UNSUPPORTED");
        }
        if (!realm.isEmpty() && !asked.header("authorization").equals("Bearer let-me-in")) {
            String scope = path.replaceFirst("/v2/", "").replaceFirst("/(manifests|blobs|tags)/[^/]+$", "");
            return error(401, "UNAUTHORIZED")
                    .with(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + realm + "\",service=\"test\",scope=\"repository:" + scope + ":pull\"");
        }
        if (!login.isEmpty() && !asked.header("authorization").equals(login)) {
            return error(401, "UNAUTHORIZED").with("WWW-Authenticate", "Basic realm=\"registry\"");
        }
        Reply right = below(asked, now);
        return right.status() == 404 && now == OciLie.CONCEALED ? error(401, "UNAUTHORIZED") : right;
    }

    private Reply below(Asked asked, @Nullable OciLie now) {
        Matcher path = PATH.matcher(asked.path());
        if (asked.path().equals("/v2/")) {
            return Reply.ok(Reply.JSON, json("{}"));
        }
        if (!path.matches() || !corpus.has(path.group(1))) {
            return missing(asked);
        }
        return switch (path.group(2)) {
            case "manifests" -> manifest(asked, path.group(1), path.group(3), now);
            case "blobs" -> blob(asked, path.group(1), path.group(3), now);
            default -> tags(asked, path.group(1), now);
        };
    }

    private Reply manifest(Asked asked, String name, String reference, @Nullable OciLie now) {
        String digest = reference.contains(":") ? reference : named(name, reference, now);
        byte[] bytes = corpus.manifest(name, digest);
        if (bytes == null) {
            return missing(asked);
        }
        boolean index =
                new String(bytes, StandardCharsets.UTF_8).contains("\"manifests\"") != (now == OciLie.WRONG_TYPES);
        Reply right = Reply.ok(index ? OciCorpus.INDEX : OciCorpus.MANIFEST, bytes);
        if (now == OciLie.LONG_MANIFESTS || now == OciLie.ENDLESS_MANIFESTS) {
            return asked.head() ? right : right.with(filler(now == OciLie.LONG_MANIFESTS ? LONG : 1L << 40));
        }
        if (now == OciLie.NO_DIGEST || (now == OciLie.NO_HEAD && !reference.contains(":"))) {
            return right;
        }
        boolean invented = now == OciLie.INVENTED_DIGEST && !reference.contains(":");
        return right.with(DIGEST, invented ? OciCorpus.digest(reference.getBytes(StandardCharsets.UTF_8)) : digest);
    }

    /** What a tag names, as the lie has it. */
    private String named(String name, String tag, @Nullable OciLie now) {
        if (now == OciLie.STALE) {
            return corpus.first(name, tag);
        }
        String right = corpus.digest(name, tag);
        if (now != OciLie.OTHER_IMAGE || right.isEmpty()) {
            return right;
        }
        return corpus.tags(name).stream()
                .map(other -> corpus.digest(name, other))
                .filter(digest -> !digest.equals(right))
                .findFirst()
                .orElse(right);
    }

    private Reply blob(Asked asked, String name, String digest, @Nullable OciLie now) {
        Blob bytes = corpus.blob(name, digest);
        if (bytes == null || now == OciLie.PARTIAL) {
            return missing(asked);
        }
        if (now == OciLie.LONG_BLOBS || now == OciLie.EMPTY_BLOBS) {
            return Reply.ok("application/octet-stream", now == OciLie.LONG_BLOBS ? filler(LONG) : Blob.of(new byte[0]));
        }
        if (!storage.isEmpty()) {
            return Reply.redirect(storage + STORAGE + digest);
        }
        Reply right = Reply.ok(now == OciLie.WRONG_TYPES ? Reply.HTML : "application/octet-stream", bytes);
        return now == OciLie.NO_DIGEST ? right : right.with(DIGEST, digest);
    }

    private Reply tags(Asked asked, String name, @Nullable OciLie now) {
        List<String> all = corpus.tags(name);
        if (now == OciLie.STALE) {
            all = all.subList(0, all.size() - 1);
        }
        if (now == OciLie.LONG_MANIFESTS || now == OciLie.ENDLESS_MANIFESTS) {
            return Reply.ok(Reply.JSON, filler(now == OciLie.LONG_MANIFESTS ? LONG : 1L << 40));
        }
        if (now == OciLie.ENDLESS_PAGES) {
            int page = Integer.parseInt(
                    "0" + asked.query().replaceFirst(".*last=x", "").replaceAll("[^0-9].*", ""));
            List<String> more =
                    IntStream.range(0, 1000).mapToObj(i -> "x" + (page + i)).toList();
            return list(name, more).with("Link", link("", asked.path(), "last=x" + (page + 1000)));
        }
        boolean paged = now == OciLie.PAGES || now == OciLie.OPAQUE_PAGES || now == OciLie.PAGES_ELSEWHERE;
        Matcher at = Pattern.compile("(?:last|next_page)=(?:at%2B)?([^&]+)").matcher(asked.query());
        String last = at.find() ? at.group(1) : "";
        List<String> left = all.stream().filter(tag -> tag.compareTo(last) > 0).toList();
        if (!paged || left.size() <= PAGE) {
            return list(name, left);
        }
        String next = left.get(PAGE - 1);
        String query = now == OciLie.OPAQUE_PAGES ? "next_page=at%2B" + next : "n=2&last=" + next;
        String host = now == OciLie.PAGES_ELSEWHERE ? "http://127.0.0.2:9" : "";
        return list(name, left.subList(0, PAGE)).with("Link", link(host, asked.path(), query));
    }

    private static String link(String host, String path, String query) {
        return "<" + host + path + "?" + query + ">; rel=\"next\"";
    }

    private static Reply list(String name, List<String> tags) {
        String quoted = tags.stream().map(tag -> "\"" + tag + "\"").collect(Collectors.joining(","));
        return Reply.ok(Reply.JSON, json("{\"name\":\"" + name + "\",\"tags\":[" + quoted + "]}"));
    }

    /** A JSON object that has begun, and goes on for very long. */
    private static Blob filler(long size) {
        return new Blob() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void writeTo(OutputStream out, long from, long to) throws IOException {
                byte[] some = " ".repeat(16 << 10).getBytes(StandardCharsets.US_ASCII);
                for (long at = from; at < to; at += some.length) {
                    out.write(some, 0, (int) Math.min(some.length, to - at));
                }
            }
        };
    }
}
