package dev.breakwater.upstream;

import java.io.IOException;

/** A part of another origin with the same health, such as the checksum database below a mirror's {@code sumdb/}. */
public record SubpathOrigin(Origin origin, String prefix) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        return origin.get(ask.at(prefix + ask.path()), sink);
    }
}
