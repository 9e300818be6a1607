package dev.breakwater.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the heads of requests: targets, {@code Via}, whether there is a body. RFC 9112 §3.2, RFC 9110 §7.6.3. */
final class RequestTargets {
    /** A request that has passed through more nodes than this is in a loop. */
    static final int HOPS = 16;

    private RequestTargets() {}

    /** The path of a target, as it was sent, without query; missing if the target has none. */
    static @Nullable String path(String target) {
        int from = target.startsWith("/") ? 0 : afterAuthority(target);
        if (from < 0) {
            return null;
        }
        int query = target.indexOf('?', from);
        String path = target.substring(from, query < 0 ? target.length() : query);
        return path.isEmpty() ? "/" : path;
    }

    private static int afterAuthority(String target) {
        boolean absolute =
                target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
        if (!absolute) {
            return -1;
        }
        int slash = target.indexOf('/', target.indexOf("//") + 2);
        return slash < 0 ? target.length() : slash;
    }

    /** Whether {@code headers} announce a body: RFC 9112 §6.3. */
    static boolean body(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return length == null ? headers.contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /**
     * Whether the end of the body is ambiguous: a transfer coding that is not exactly {@code chunked}. Another server on the
     * way may see another end, and what it forwards as a body would be a request here: RFC 9112 §6.1, §11.2.
     */
    static boolean unframed(MultiMap headers) {
        if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return false;
        }
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked");
    }

    /** The nodes a {@code Via} header names, nearest last. Non-ASCII values are ignored, as they can't be passed on. */
    static List<String> nodes(List<String> headers) {
        List<String> nodes = new ArrayList<>();
        for (String header : headers) {
            for (String hop : header.split(",", HOPS + 2)) {
                String[] words = hop.strip().split("\\s+", 3);
                if (words.length > 1 && words[1].chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                    nodes.add(words[1]);
                }
            }
        }
        return nodes;
    }
}
