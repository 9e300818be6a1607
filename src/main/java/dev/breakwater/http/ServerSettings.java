package dev.breakwater.http;

import dev.breakwater.config.Address;
import dev.breakwater.config.FixedAtStart;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The address of the server.
 *
 * @param listen where it listens
 * @param publicUrl the URL for clients, without a trailing slash; missing: taken from each request
 */
public record ServerSettings(Address listen, @Nullable URI publicUrl) implements FixedAtStart<ServerSettings> {
    @Override
    public ServerSettings over(ServerSettings started) {
        return new ServerSettings(started.listen, publicUrl);
    }
}
