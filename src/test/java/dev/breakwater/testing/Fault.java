package dev.breakwater.testing;

/**
 * The ways a mirror breaks. Those of the {@link Layer#DOOR} concern the listening socket, so they hold for everybody; all
 * others hold for the requests they were restricted to.
 */
public enum Fault {
    /** The port is closed and every open connection cut: connecting is refused. */
    REFUSED(Layer.DOOR),
    /** The queue of the listening socket is full: SYNs are dropped and connecting never ends. Linux only. */
    DROPPED_SYN(Layer.DOOR),
    /** TLS with a certificate that ended yesterday; without TLS there is nothing to see of it. */
    EXPIRED_CERTIFICATE(Layer.DOOR),

    /** The request is read and never answered; without a restriction connections are accepted and TLS is not answered either. */
    BLACK_HOLE(Layer.WIRE),
    /**
     * What stands for HTTP/2's GOAWAY on HTTP/1.1: the second request on a connection is read and the connection closed
     * without a byte; on a new connection it is answered.
     */
    GOAWAY(Layer.WIRE),
    /** The reply's header comes a byte every 500 ms, over a minute in all. */
    SLOW_HEADERS(Layer.WIRE),
    /** The header comes at once, the body at 8 bytes every 250 ms. */
    TRICKLE(Layer.WIRE),
    /** The first half of the body, then silence, the connection open. */
    STALL(Layer.WIRE),
    /** The body in quarters, with two seconds of silence between them. */
    PAUSES(Layer.WIRE),
    /** The first half of the body, then a TCP reset. */
    RESET(Layer.WIRE),
    /** The right Content-Length, the first half of the body, then an orderly close. */
    TRUNCATED(Layer.WIRE),
    /** A Content-Length that is 100 too large, the whole body, then silence, the connection open. */
    TOO_LONG_LENGTH(Layer.WIRE),

    /** 500 and a plain text. */
    STATUS_500(Layer.REPLY),
    /** 502 and a plain text. */
    STATUS_502(Layer.REPLY),
    /** 503 and a plain text. */
    STATUS_503(Layer.REPLY),
    /** 504 and a plain text. */
    STATUS_504(Layer.REPLY),
    /** 429 with {@code Retry-After: 3}. */
    THROTTLED_429(Layer.REPLY),
    /** 403, a page of HTML. */
    FORBIDDEN_403(Layer.REPLY),
    /** 418, as a network filter of the teapot kind sends it. */
    TEAPOT_418(Layer.REPLY),
    /** 200 and a login page. */
    HTML_200(Layer.REPLY),
    /** 404 in the honest words, for what is there. */
    LYING_404(Layer.REPLY),
    /** 404 whose body tells of trouble: {@code fetch timed out}, {@code bad upstream} and the like in turn. */
    TROUBLE_404(Layer.REPLY),
    /** 404, a page of HTML. */
    HTML_404(Layer.REPLY),
    /** 304 without a body, though no condition was sent. */
    NOT_MODIFIED_304(Layer.REPLY),
    /** The right body in gzip, which was not asked for; what is over 1 MiB as it is. */
    GZIP_UNASKED(Layer.REPLY),
    /** The right body, called {@code text/html}. */
    HTML_LABEL(Layer.REPLY),
    /** An {@code .info} or {@code @latest} whose {@code Time} has become {@code Tiee}: one bit. */
    TIMELESS_INFO(Layer.REPLY),
    /** 302 to itself, for ever. */
    REDIRECT_LOOP(Layer.REPLY),
    /** 302 to the same path below the address given to {@link Mirror#redirectTo}. */
    REDIRECT_ELSEWHERE(Layer.REPLY),
    /** 302 to {@code 127.0.0.2}, a private address nobody configured; {@link Mirror#trespasses} counts who goes there. */
    REDIRECT_PRIVATE(Layer.REPLY),
    /** The first half of the body, and a Content-Length that says so. */
    SHORT_BODY(Layer.REPLY),
    /** One bit in the middle of the body the other way round. */
    BIT_FLIP(Layer.REPLY),
    /** {@code .info}, {@code .mod} and {@code .zip} of another version of the module (of {@code v9.9.9}, where it has one alone). */
    WRONG_VERSION(Layer.REPLY),
    /** 200 and the whole body for a Range request. */
    RANGE_IGNORED(Layer.REPLY),
    /** A 206 whose Content-Range gives a total that is 1 too large. */
    RANGE_WRONG_TOTAL(Layer.REPLY),
    /** A zip of other bytes with the same h1: the same files, packed at another level. */
    REPACKED_ZIP(Layer.REPLY),
    /** The list lacks its newest version, and {@code @latest} names the one before. */
    STALE_LIST(Layer.REPLY),

    /** 503 for everything of the checksum database, {@code supported} included. */
    SUMDB_DOWN(Layer.CHECKSUM),
    /** 404 for {@code supported}: the mirror has no checksum database. */
    SUMDB_UNSUPPORTED(Layer.CHECKSUM),
    /** Tiles with one bit wrong in their first hash. */
    SUMDB_FORGED_TILE(Layer.CHECKSUM),
    /** Lookups without a single line of the record. */
    SUMDB_EMPTY_LOOKUP(Layer.CHECKSUM),
    /** Another timeline under the same key, where the database has one; else a broken signature. */
    SUMDB_FORK(Layer.CHECKSUM),
    /** A head, lookups and tiles of the past, where the database remembers; else {@code latest} is 404. */
    SUMDB_STALE(Layer.CHECKSUM),

    /** Three requests in ten, picked by the mirror's seed, get one of the {@link Layer#WIRE} and {@link Layer#REPLY} faults that can befall them. */
    MIX(Layer.REPLY);

    private final Layer layer;

    Fault(Layer layer) {
        this.layer = layer;
    }

    /** Where it strikes. */
    public Layer layer() {
        return layer;
    }

    /** Where a fault strikes. */
    public enum Layer {
        /** The listening socket. */
        DOOR,
        /** How a reply reaches the wire. */
        WIRE,
        /** What a reply says. */
        REPLY,
        /** What a reply of the checksum database says. */
        CHECKSUM
    }

    /** Whether it makes any difference to {@code asked}. */
    boolean strikes(Asked asked) {
        return switch (this) {
            case WRONG_VERSION -> asked.kind() == Kind.INFO || asked.kind() == Kind.MOD || asked.kind() == Kind.ZIP;
            case REPACKED_ZIP -> asked.kind() == Kind.ZIP;
            case TIMELESS_INFO -> asked.kind() == Kind.INFO || asked.kind() == Kind.LATEST;
            case STALE_LIST -> asked.kind() == Kind.LIST || asked.kind() == Kind.LATEST;
            case RANGE_IGNORED, RANGE_WRONG_TOTAL -> !asked.header("range").isEmpty();
            case SUMDB_DOWN, SUMDB_UNSUPPORTED, SUMDB_FORGED_TILE, SUMDB_EMPTY_LOOKUP, SUMDB_FORK, SUMDB_STALE ->
                asked.kind() == Kind.SUMDB;
            case REFUSED, DROPPED_SYN, EXPIRED_CERTIFICATE -> false;
            case BLACK_HOLE,
                    GOAWAY,
                    SLOW_HEADERS,
                    TRICKLE,
                    STALL,
                    PAUSES,
                    RESET,
                    TRUNCATED,
                    TOO_LONG_LENGTH,
                    STATUS_500,
                    STATUS_502,
                    STATUS_503,
                    STATUS_504,
                    THROTTLED_429,
                    FORBIDDEN_403,
                    TEAPOT_418,
                    HTML_200,
                    LYING_404,
                    TROUBLE_404,
                    HTML_404,
                    NOT_MODIFIED_304,
                    GZIP_UNASKED,
                    HTML_LABEL,
                    REDIRECT_LOOP,
                    REDIRECT_ELSEWHERE,
                    REDIRECT_PRIVATE,
                    SHORT_BODY,
                    BIT_FLIP,
                    MIX -> true;
        };
    }
}
