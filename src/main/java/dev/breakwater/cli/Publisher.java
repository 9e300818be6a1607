package dev.breakwater.cli;

import dev.breakwater.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Packs a release and sends it to a server. */
@FunctionalInterface
public interface Publisher {
    /**
     * What is to be published.
     *
     * @param from a folder with the module's files, or its zip
     * @param release {@code module@version}
     * @param server the repository's address, as clients have it in GOPROXY
     * @param token the publisher's token; null for none
     * @param caFile a PEM file of further certificate authorities; null for none
     */
    record PublishJob(
            Path from,
            String release,
            URI server,
            @Nullable String token,
            @Nullable Path caFile) {}

    /** What the server answered. */
    record PublishReply(int status, String text) {}

    /**
     * Publishes it; {@code settings} say which way goes out.
     *
     * @throws IllegalArgumentException where there is nothing that could be sent; the message says why
     * @throws IOException where it could not be sent
     */
    PublishReply publish(PublishJob job, Settings settings) throws IOException;
}
