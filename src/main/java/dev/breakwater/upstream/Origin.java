package dev.breakwater.upstream;

import java.io.IOException;
import java.time.Duration;

/** One place to fetch from: a mirror, a registry, or the version control behind it. */
public interface Origin {
    /** Its name, as the operator gave it. */
    String name();

    /** What it fails together with: two origins of one domain are not two witnesses. */
    String domain();

    /** Its share where selection goes by weights; at least 1. */
    default int weight() {
        return 1;
    }

    /** Whether it is a server like this one, which can be asked for what it holds alone. */
    default boolean peer() {
        return false;
    }

    /**
     * Whether it fronts hosts of others: that one of these is in trouble is not made up for by what another origin of its domain
     * says.
     */
    default boolean fronts() {
        return false;
    }

    /** After which times another origin is asked as well as this one. */
    default ResponseLimits limits(Traffic traffic) {
        return ResponseLimits.of(traffic);
    }

    /**
     * How long it may take to say whether it has a thing, once another origin says that there is no such thing: then that
     * word stands.
     *
     * @param doubted whether it was in doubt when it was asked: then it will hardly answer at all
     */
    default Duration grace(boolean doubted) {
        return Duration.ofSeconds(doubted ? 1 : 5);
    }

    /**
     * Asks it, and puts what it sends into {@code sink}. Blocks until the exchange is over.
     *
     * @throws IOException what the sink threw; an exchange that goes wrong is an outcome
     */
    Outcome get(Ask ask, Sink sink) throws IOException;

    /**
     * Makes a connection to it and asks for nothing; returns at once where there is no connection to be made.
     *
     * @throws IOException where that fails; the message says why
     */
    default void reach() throws IOException {}
}
