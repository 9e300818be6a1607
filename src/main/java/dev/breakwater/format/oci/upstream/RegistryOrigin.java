package dev.breakwater.format.oci.upstream;

import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.ResponseLimits;
import dev.breakwater.upstream.Traffic;
import java.io.IOException;
import java.time.Duration;

/** A registry that is asked in a way of the protocol's own, over the exchanges of {@link #origin}, whose health it shares. */
interface RegistryOrigin extends Origin {
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
