package dev.breakwater.web;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Inflater;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSource;
import okio.GzipSource;
import okio.InflaterSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The content coding of a body (RFC 9110 section 8.4), though most requests ask for {@code identity}: gzip and deflate are
 * decoded if the body is what its header says. A value that is not an HTTP coding is ignored, because the content decides;
 * other codings can't be read. The reader must limit the decoded size.
 */
enum Coding {
    /** Not encoded. */
    NONE,
    /** RFC 1952. */
    GZIP,
    /** RFC 1950, or bare RFC 1951, as some servers send it. */
    DEFLATE,
    /** Another one, or several. */
    OTHER;

    private static final Set<String> REGISTERED = Set.of("br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi");

    private static final int GZIP_MAGIC = 0x1f8b;

    /** The coding that {@code headers} state. */
    static Coding of(Headers headers) {
        List<String> named = List.of(String.join(",", headers.values("Content-Encoding"))
                .toLowerCase(Locale.ROOT)
                .split("[,\\s]+"));
        Coding all = NONE;
        for (String name : named) {
            Coding one = switch (name) {
                case "gzip", "x-gzip" -> GZIP;
                case "deflate" -> DEFLATE;
                default -> REGISTERED.contains(name) ? OTHER : NONE;
            };
            all = all == NONE ? one : one == NONE ? all : OTHER;
        }
        return all;
    }

    /** {@code packed} decoded; unchanged if it is not encoded so, whatever its header says. */
    private Source unpacked(BufferedSource packed) throws IOException {
        if (!packed.request(2)) {
            if (this == GZIP && packed.request(1) && packed.getBuffer().getByte(0) == GZIP_MAGIC >> 8) {
                throw new EOFException("the gzip stream ends after its first byte");
            }
            return packed;
        }
        int magic = magic(packed);
        return switch (this) {
            case NONE, OTHER -> packed;
            case GZIP -> magic == GZIP_MAGIC ? new GzipSource(packed) : packed;
            case DEFLATE -> new InflaterSource(packed, new Inflater(!zlib(magic)));
        };
    }

    private static int magic(BufferedSource packed) {
        return 256 * (packed.getBuffer().getByte(0) & 0xff)
                + (packed.getBuffer().getByte(1) & 0xff);
    }

    /** RFC 1950 section 2.2. */
    private static boolean zlib(int magic) {
        return ((magic >> 8) & 0x0f) == 8 && magic % 31 == 0;
    }

    /** The decoded content of {@code packed}; reads nothing before it is read. */
    BufferedSource over(BufferedSource packed) {
        return this == NONE || this == OTHER ? packed : Okio.buffer(new Lazy(this, packed));
    }

    /** A source that inspects the first bytes at the first read, within the time that a body may be silent. */
    private static final class Lazy implements Source {
        private final Coding coding;
        private final BufferedSource packed;
        private @Nullable Source unpacked;

        Lazy(Coding coding, BufferedSource packed) {
            this.coding = coding;
            this.packed = packed;
        }

        @Override
        public long read(Buffer sink, long most) throws IOException {
            Source source = unpacked;
            if (source == null) {
                source = coding.unpacked(packed);
                unpacked = source;
            }
            return source.read(sink, most);
        }

        @Override
        public Timeout timeout() {
            return packed.timeout();
        }

        @Override
        public void close() throws IOException {
            Source source = unpacked;
            (source == null ? packed : source).close();
        }
    }
}
