package dev.breakwater.upstream;

import java.io.IOException;
import java.time.Duration;

/** A part of another origin with the same health, such as the checksum database below a mirror's {@code sumdb/}. */
public record SubpathOrigin(Origin origin, String prefix) implements Origin {
    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public String domain() {
        return origin.domain();
    }

    @Override
    public int weight() {
        return origin.weight();
    }

    @Override
    public boolean peer() {
        return origin.peer();
    }

    @Override
    public boolean fronts() {
        return origin.fronts();
    }

    @Override
    public ResponseLimits limits(Traffic traffic) {
        return origin.limits(traffic);
    }

    @Override
    public Duration grace(boolean doubted) {
        return origin.grace(doubted);
    }

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        return origin.get(ask.at(prefix + ask.path()), sink);
    }

    @Override
    public void reach() throws IOException {
        origin.reach();
    }
}
