package dev.breakwater.app;

import dev.breakwater.cli.Publisher;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.repository.ReleasePacking;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The packing and upload of a release, for the publish command. */
final class Release implements Publisher {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofHours(1);
    private static final int LARGEST = 64 << 10;

    private final KnownFormats formats;

    Release(KnownFormats formats) {
        this.formats = formats;
    }

    @Override
    public PublishReply publish(PublishJob job, Settings settings) throws IOException {
        ReleasePacking.NamedRelease release = packing(job, settings).named(job.release());
        if (!Files.isDirectory(job.from())) {
            if (!Files.isRegularFile(job.from())) {
                throw new IllegalArgumentException(job.from() + " is neither a folder nor a zip");
            }
            return send(job, release, job.from(), settings);
        }
        Path zip = Files.createTempFile("breakwater-publish", ".zip");
        try {
            try (OutputStream out = Files.newOutputStream(zip)) {
                release.pack(job.from(), out);
            }
            return send(job, release, zip, settings);
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private ReleasePacking packing(PublishJob job, Settings settings) {
        Format format = formats.at(job.server(), settings);
        return format.as(ReleasePacking.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a release for " + format.settings().name() + " repositories can't be packed here"));
    }

    private static PublishReply send(PublishJob job, ReleasePacking.NamedRelease release, Path zip, Settings settings)
            throws IOException {
        OutboundHttp web = WayOut.to(job.server().getHost(), job.caFile(), settings);
        String url = job.server() + "/" + release.path();
        Map<String, String> headers = job.token() == null ? Map.of() : Map.of("Authorization", "Bearer " + job.token());
        try (OutboundResponse reply = web.line(CONNECT, ANSWER, null).put(url, headers, zip, new Cancellation())) {
            return new PublishReply(reply.status(), reply.beginning(LARGEST));
        } catch (IOException e) {
            throw new IOException("cannot reach " + job.server() + ": " + e.getMessage(), e);
        }
    }
}
