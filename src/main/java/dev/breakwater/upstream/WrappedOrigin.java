package dev.breakwater.upstream;

import java.io.IOException;
import java.time.Duration;

/** An origin that asks another one in its own way: it has that one's name, limits and health. */
public interface WrappedOrigin extends Origin {
    /** What sends the requests. */
    Origin origin();

    @Override
    default String name() {
        return origin().name();
    }

    @Override
    default String domain() {
        return origin().domain();
    }

    @Override
    default int weight() {
        return origin().weight();
    }

    @Override
    default boolean peer() {
        return origin().peer();
    }

    @Override
    default boolean fronts() {
        return origin().fronts();
    }

    @Override
    default ResponseLimits limits(Traffic traffic) {
        return origin().limits(traffic);
    }

    @Override
    default Duration grace(boolean doubted) {
        return origin().grace(doubted);
    }

    @Override
    default void reach() throws IOException {
        origin().reach();
    }
}
