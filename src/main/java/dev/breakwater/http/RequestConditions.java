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
    /** The weight of what is accepted without reserve, in thousandths. */
    private static final int FULL = 1000;

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

    /** Whether gzip is accepted, by its name or a star, and not less than an identity that is named. */
    static boolean acceptsGzip(String encodings) {
        if (encodings.equals("gzip")) {
            return true;
        }
        int gzip = -1;
        int star = 0;
        int identity = 0;
        for (String each : encodings.split(",", 32)) {
            int semicolon = each.indexOf(';');
            String name = (semicolon < 0 ? each : each.substring(0, semicolon)).strip();
            int weight =
                    semicolon < 0 ? FULL : weight(each.substring(semicolon + 1).strip());
            if (name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")) {
                gzip = weight;
            } else if (name.equalsIgnoreCase("identity")) {
                identity = weight;
            } else if (name.equals("*")) {
                star = weight;
            }
        }
        int accepted = gzip < 0 ? star : gzip;
        return accepted > 0 && accepted >= identity;
    }

    /** A parameter as a weight in thousandths, as in {@code q=0.5}; the full one if it is none: RFC 9110 §12.4.2. */
    private static int weight(String parameter) {
        if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return FULL;
        }
        String said = parameter.substring(2).strip();
        if (said.equals("0")) {
            return 0;
        }
        if (!said.startsWith("0.")) {
            return FULL;
        }
        int weight = 0;
        for (int i = 2; i < 5; i++) {
            int digit = i < said.length() ? said.charAt(i) - '0' : 0;
            weight = 10 * weight + Math.clamp(digit, 0, 9);
        }
        return weight;
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
