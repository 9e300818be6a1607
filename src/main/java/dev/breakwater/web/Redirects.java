package dev.breakwater.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The rules for redirects: the target, which headers to send there, and never from https to http. */
final class Redirects {
    /** RFC 9110 section 15.4: a 300 offers a choice, and 304 and 305 are not redirects to follow. */
    private static final Set<Integer> FOLLOWED = Set.of(301, 302, 303, 307, 308);

    private Redirects() {}

    /**
     * The target of the redirect in {@code response}; null if there is none.
     *
     * @throws WebException if that can't be followed; the response is closed then
     */
    static @Nullable HttpUrl next(Response response) throws WebException {
        if (!FOLLOWED.contains(response.code())) {
            return null;
        }
        String location = response.header("Location");
        HttpUrl from = response.request().url();
        HttpUrl next = location == null ? null : from.resolve(location);
        if (next != null && (next.isHttps() || !from.isHttps())) {
            return next;
        }
        response.close();
        throw new WebException(
                WebException.HttpFault.PROTOCOL,
                next == null ? "redirects without a location" : "redirects from https to http");
    }

    static boolean sameHost(HttpUrl a, HttpUrl b) {
        return a.host().equals(b.host()) && a.port() == b.port() && a.scheme().equals(b.scheme());
    }

    /** The headers that another host may receive: none that is meant for this one only. */
    static Map<String, String> publicOf(Map<String, String> headers) {
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("Accept")
                    || name.equalsIgnoreCase("Accept-Encoding")
                    || name.equalsIgnoreCase("Range")
                    || name.equalsIgnoreCase("User-Agent")
                    || name.equalsIgnoreCase("Via")) {
                kept.put(name, value);
            }
        });
        return kept;
    }
}
