package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a mirror means to answer, before it is decided how that reaches the wire. */
record Reply(int status, Map<String, String> headers, Blob body) {
    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";
    static final String ZIP = "application/zip";
    static final String HTML = "text/html; charset=utf-8";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply ok(String type, byte[] body) {
        return ok(type, Blob.of(body));
    }

    static Reply ok(String type, Blob body) {
        return new Reply(200, Map.of("Content-Type", type), body);
    }

    static Reply text(int status, String body) {
        return new Reply(status, Map.of("Content-Type", TEXT), Blob.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply redirect(String location) {
        return text(302, "see " + location + "\n").with("Location", location);
    }

    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    Reply with(Blob other) {
        return new Reply(status, headers, other);
    }

    /** The part of it that {@code range}, a Range header's value, asks for (RFC 9110, 14.2); itself where that is none. */
    Reply ranged(String range) {
        if (status != 200 || !range.matches("bytes=(\\d+-\\d*|-\\d+)")) {
            return this;
        }
        String[] ends = range.substring("bytes=".length()).split("-", -1);
        long size = body.size();
        long from = ends[0].isEmpty() ? Math.max(0, size - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
        long to = ends[0].isEmpty() || ends[1].isEmpty() ? size : Math.min(size, Long.parseLong(ends[1]) + 1);
        if (from >= to) {
            return text(416, "no such range\n").with("Content-Range", "bytes */" + size);
        }
        Reply part = new Reply(206, headers, body.slice(from, to));
        return part.with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
    }
}
