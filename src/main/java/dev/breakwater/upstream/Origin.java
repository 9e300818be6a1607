package dev.breakwater.upstream;

import java.io.IOException;
import java.time.Duration;

/** One place to fetch from: a mirror, a registry, or the version control behind it. */
public interface Origin {
    /** Its name, as configured. */
    String name();

    /** Its failure domain: two origins of one domain are not two witnesses. */
    String domain();

    /** Its share for selection by weights; at least 1. */
    default int weight() {
        return 1;
    }

    /** Whether it is a Breakwater, which supports requests for cached content only. */
    default boolean peer() {
        return false;
    }

    /** Whether it forwards to many different hosts: then another origin of its domain can't make up for one failing host. */
    default boolean fronts() {
        return false;
    }

    /** The times after which another origin is also asked. */
    default ResponseLimits limits(Traffic traffic) {
        return ResponseLimits.of(traffic);
    }

    /**
     * How long it may take to answer once another origin says "not found"; after that time the "not found" counts.
     *
     * @param doubted whether it was suspect when it was asked: then it is unlikely to answer
     */
    default Duration grace(boolean doubted) {
        return Duration.ofSeconds(doubted ? 1 : 5);
    }

    /**
     * Sends the request, and writes the body to {@code sink}. Blocks until the exchange is over.
     *
     * @throws IOException if the sink throws it; a failed exchange is an outcome
     */
    Outcome get(Ask ask, Sink sink) throws IOException;

    /**
     * Connects to it without a request; returns at once if it needs no connection.
     *
     * @throws IOException if that fails; the message says why
     */
    default void reach() throws IOException {}
}
