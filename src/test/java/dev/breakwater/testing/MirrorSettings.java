package dev.breakwater.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a mirror is when nothing is wrong with it.
 *
 * @param sumdbName the name its checksum database has below {@code /sumdb/}; null where it has none
 * @param port 0 for any
 * @param prefix what stands before every path, as in {@code /goproxy}; empty for nothing
 * @param latency waited for before each reply
 * @param bytesPerSecond of each connection; 0 for no limit
 * @param chunked replies are chunked instead of having a Content-Length, and Range is not honoured
 * @param etag replies carry an ETag and honour If-None-Match
 * @param seed of {@link Fault#MIX}
 */
public record MirrorSettings(
        Corpus corpus,
        @Nullable String sumdbName,
        @Nullable SumdbPages sumdb,
        int port,
        String prefix,
        Duration latency,
        long bytesPerSecond,
        boolean tls,
        boolean chunked,
        boolean etag,
        long seed) {

    /** Plain HTTP on any port, as fast as it goes, no checksum database. */
    public static MirrorSettings of(Corpus corpus) {
        return new MirrorSettings(corpus, null, null, 0, "", Duration.ZERO, 0, false, false, false, 1);
    }

    /** With the checksum database {@code name}. */
    public MirrorSettings sumdb(String name, SumdbPages pages) {
        return new MirrorSettings(corpus, name, pages, port, prefix, latency, bytesPerSecond, tls, chunked, etag, seed);
    }

    /** On this port. */
    public MirrorSettings port(int number) {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, number, prefix, latency, bytesPerSecond, tls, chunked, etag, seed);
    }

    /** Below {@code path}, as in {@code /goproxy}. */
    public MirrorSettings prefix(String path) {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, path, latency, bytesPerSecond, tls, chunked, etag, seed);
    }

    /** Waiting this long before each reply. */
    public MirrorSettings latency(Duration wait) {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, prefix, wait, bytesPerSecond, tls, chunked, etag, seed);
    }

    /** Sending no faster than this on each connection. */
    public MirrorSettings throttle(long rate) {
        return new MirrorSettings(corpus, sumdbName, sumdb, port, prefix, latency, rate, tls, chunked, etag, seed);
    }

    /** Over TLS. */
    public MirrorSettings overTls() {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, prefix, latency, bytesPerSecond, true, chunked, etag, seed);
    }

    /** With chunked replies. */
    public MirrorSettings inChunks() {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, prefix, latency, bytesPerSecond, tls, true, etag, seed);
    }

    /** With ETags. */
    public MirrorSettings etags() {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, prefix, latency, bytesPerSecond, tls, chunked, true, seed);
    }

    /** With this seed. */
    public MirrorSettings seed(long number) {
        return new MirrorSettings(
                corpus, sumdbName, sumdb, port, prefix, latency, bytesPerSecond, tls, chunked, etag, number);
    }
}
