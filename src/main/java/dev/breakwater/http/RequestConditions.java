package dev.breakwater.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The conditions and formats in a request's headers.
 *
 * @param gzip whether the client accepts gzip: RFC 9110 §12.5.3
 */
record RequestConditions(
        @Nullable String range,
        @Nullable String ifRange,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince,
        boolean gzip) {
    /** A plain request without conditions, like most. */
    static final RequestConditions PLAIN = new RequestConditions(null, null, null, null, false);

    private static final RequestConditions GZIP = new RequestConditions(null, null, null, null, true);

    static RequestConditions of(MultiMap headers) {
        String encodings = headers.get(HttpHeaders.ACCEPT_ENCODING);
        boolean gzip = encodings != null && acceptsGzip(encodings);
        String range = headers.get(HttpHeaderNames.RANGE);
        String ifNoneMatch = headers.get(HttpHeaders.IF_NONE_MATCH);
        String ifModifiedSince = headers.get(HttpHeaders.IF_MODIFIED_SINCE);
        if (range == null && ifNoneMatch == null && ifModifiedSince == null) {
            return gzip ? GZIP : PLAIN;
        }
        return new RequestConditions(range, headers.get(HttpHeaderNames.IF_RANGE), ifNoneMatch, ifModifiedSince, gzip);
    }

    /** Whether the client requests the whole content, whatever it has cached. */
    boolean simple() {
        return range == null && ifNoneMatch == null && ifModifiedSince == null;
    }

    /** Whether gzip is accepted, by its name or a star, with a weight that is not zero. */
    static boolean acceptsGzip(String encodings) {
        if (encodings.equals("gzip")) {
            return true;
        }
        boolean star = false;
        for (String each : encodings.split(",", 32)) {
            int semicolon = each.indexOf(';');
            String name = (semicolon < 0 ? each : each.substring(0, semicolon)).strip();
            boolean accepted = semicolon < 0 || !refused(each.substring(semicolon + 1));
            if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
                return accepted;
            }
            star |= name.equals("*") && accepted;
        }
        return star;
    }

    /** Whether the parameter is a weight of zero: {@code q=0}, {@code q=0.000}. */
    private static boolean refused(String parameter) {
        String weight = parameter.strip();
        return weight.regionMatches(true, 0, "q=", 0, 2)
                && weight.substring(2).chars().allMatch(c -> c == '0' || c == '.' || c == ' ');
    }

    /** Whether the client already has the content with {@code etag}, last modified at {@code modified}: RFC 9110 §13.2.2. */
    boolean alreadyHas(@Nullable String etag, long modified) {
        if (ifNoneMatch != null) {
            return names(ifNoneMatch, etag);
        }
        return ifModifiedSince != null && HttpDate.parse(ifModifiedSince) >= modified;
    }

    /** Whether the range applies: no {@code If-Range}, or one that matches exactly: RFC 9110 §13.1.5. */
    boolean rangeHolds(@Nullable String etag, long modified) {
        if (ifRange == null) {
            return true;
        }
        String stripped = ifRange.strip();
        return stripped.startsWith("\"") ? stripped.equals(etag) : HttpDate.parse(stripped) == modified;
    }

    /** Weak comparison against each entity tag of the list: RFC 9110 §8.8.3.2. None of this server's tags contains a comma. */
    private static boolean names(String list, @Nullable String etag) {
        if (list.strip().equals("*")) {
            return true;
        }
        if (etag == null) {
            return false;
        }
        for (int at = list.indexOf(etag); at >= 0; at = list.indexOf(etag, at + 1)) {
            if (starts(list, at) && ends(list, at + etag.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(String list, int at) {
        int before = at > 1 && list.startsWith("W/", at - 2) ? at - 3 : at - 1;
        while (before >= 0 && blank(list.charAt(before))) {
            before--;
        }
        return before < 0 || list.charAt(before) == ',';
    }

    private static boolean ends(String list, int end) {
        int after = end;
        while (after < list.length() && blank(list.charAt(after))) {
            after++;
        }
        return after == list.length() || list.charAt(after) == ',';
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
