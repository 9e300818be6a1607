package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What an npm registry answers: the documents, records and tarballs of a corpus, rightly or with a lie. */
final class NpmPages implements SitePages {
    private static final String INSTALL = "application/vnd.npm.install-v1+json";

    private final NpmCorpus corpus;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private volatile @Nullable NpmLie lie;
    private volatile String url = "";
    private volatile boolean shortForms;
    private final Map<String, String> services = new ConcurrentHashMap<>();

    NpmPages(NpmCorpus corpus) {
        this.corpus = corpus;
    }

    /** Its own address, which its documents name. */
    void at(String address) {
        url = address;
    }

    /** From now on it lies so, or is honest for null. */
    void lie(@Nullable NpmLie kind) {
        lie = kind;
    }

    /** From now on requests for the short form are answered as such. */
    void shortForms() {
        shortForms = true;
    }

    /** From now on {@code path}, with a slash before it, is answered so. */
    void offer(String path, String json) {
        services.put(path, json);
    }

    @Override
    public Reply missing(Asked asked) {
        return error(404, "Not found");
    }

    private static Reply error(int status, String text) {
        return new Reply(status, Map.of("Content-Type", Reply.JSON), json("{\"error\":\"" + text + "\"}"));
    }

    private static Blob json(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply answer(Asked asked) {
        String service = services.get(asked.path());
        if (service != null) {
            return Reply.ok(Reply.JSON, json(service));
        }
        String path = URLDecoder.decode(asked.path(), StandardCharsets.UTF_8).substring(1);
        if (path.equals("-/v1/search")) {
            return Reply.ok(Reply.JSON, json("{\"objects\":[],\"total\":0}"));
        }
        int slash = path.indexOf('/', path.startsWith("@") ? path.indexOf('/') + 1 : 0);
        String name = slash < 0 ? path : path.substring(0, slash);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        NpmLie now = lie;
        List<NpmRelease> releases = told(name, now);
        if (releases.isEmpty()) {
            return missing(asked);
        }
        if (rest.startsWith("-/")) {
            return releases.stream()
                    .filter(it -> it.path().endsWith("/" + rest) && it.tarball().length > 0)
                    .findFirst()
                    .map(it -> Reply.ok("application/octet-stream", Blob.of(it.tarball())))
                    .orElseGet(() -> missing(asked));
        }
        if (now == NpmLie.EMPTY_OBJECT) {
            return Reply.ok(Reply.JSON, json("{}"));
        }
        if (now == NpmLie.ERROR_200) {
            return error(200, "internal error");
        }
        if (!rest.isEmpty()) {
            return releases.stream()
                    .filter(it -> it.version().equals(rest))
                    .findFirst()
                    .map(it -> Reply.ok(Reply.JSON, json(record(it, now))))
                    .orElseGet(() -> missing(asked));
        }
        boolean gzip = asked.header("accept-encoding").contains("gzip");
        byte[] document = documents.computeIfAbsent(
                name + " " + releases.size() + " " + now + " " + gzip, _ -> document(releases, now, gzip));
        boolean install = shortForms && asked.header("accept").contains(INSTALL);
        Reply reply = Reply.ok(install ? INSTALL : Reply.JSON, Blob.of(document));
        return gzip ? reply.with("Content-Encoding", "gzip") : reply;
    }

    /** The releases of a package as the lie has them. */
    private List<NpmRelease> told(String name, @Nullable NpmLie now) {
        List<NpmRelease> right = corpus.releases(name);
        if (right.isEmpty() || now == null) {
            return right;
        }
        NpmRelease newest = right.getLast();
        List<NpmRelease> told = new ArrayList<>(right.subList(0, right.size() - 1));
        switch (now) {
            case STALE -> {}
            case WRONG_INTEGRITY -> told.add(newest.tampered());
            case FLIPPED_LETTER -> told.add(newest.misspelt());
            case INVENTED_VERSION -> {
                told.add(newest);
                told.add(newest.invented());
            }
            case OTHER_PACKAGE -> {
                return corpus.names().stream()
                        .filter(other -> !other.equals(name))
                        .findFirst()
                        .map(corpus::releases)
                        .orElseThrow();
            }
            case EMPTY_OBJECT, ERROR_200, STRIPPED, TAGLESS -> told.add(newest);
        }
        return told;
    }

    private String record(NpmRelease release, @Nullable NpmLie now) {
        StringBuilder json = new StringBuilder();
        release.write(json, url, now != NpmLie.STRIPPED);
        return json.toString();
    }

    private byte[] document(List<NpmRelease> releases, @Nullable NpmLie now, boolean gzip) {
        NpmRelease newest = releases.getLast();
        StringBuilder json = new StringBuilder("{\"_id\":\"" + newest.name() + "\",\"name\":\"" + newest.name());
        json.append("\",\"dist-tags\":{");
        if (now != NpmLie.TAGLESS) {
            json.append("\"latest\":\"").append(newest.version()).append('"');
        }
        json.append("},\"versions\":{");
        String comma = "";
        for (NpmRelease each : releases) {
            json.append(comma).append('"').append(each.version()).append("\":");
            each.write(json, url, now != NpmLie.STRIPPED);
            comma = ",";
        }
        json.append('}');
        if (now != NpmLie.STRIPPED) {
            json.append(",\"time\":{\"created\":\"").append(releases.getFirst().time());
            json.append("\",\"modified\":\"").append(newest.time()).append('"');
            releases.forEach(it -> json.append(",\"")
                    .append(it.version())
                    .append("\":\"")
                    .append(it.time())
                    .append('"'));
            json.append('}');
        }
        byte[] plain = json.append(",\"license\":\"MIT\"}").toString().getBytes(StandardCharsets.UTF_8);
        return gzip ? packed(plain) : plain;
    }

    private static byte[] packed(byte[] plain) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(all)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }
}
