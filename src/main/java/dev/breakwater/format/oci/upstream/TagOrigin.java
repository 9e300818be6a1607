package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which digest a registry's tag stands for: a line with the digest. It asks by HEAD, which registries don't count as a pull,
 * and only if the answer has no digest by GET (distribution specification, "Pulling manifests").
 */
public record TagOrigin(Origin origin) implements RegistryOrigin {
    /** The header that names the digest of a content. */
    public static final String DIGEST = "docker-content-digest";

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        HeadSink heads = new HeadSink();
        Outcome outcome = origin.get(ask.head(Set.of(DIGEST)), heads);
        if (!(outcome instanceof Outcome.Found)) {
            return outcome;
        }
        Optional<ContentDigest> named = heads.digest();
        return named.isPresent() ? tell(named.get(), sink) : byContent(ask, sink);
    }

    private Outcome byContent(Ask ask, Sink sink) throws IOException {
        ManifestSink content = new ManifestSink();
        Outcome outcome = content.receive(origin, ask.whole(Set.of(KeptHeaders.TYPE)));
        if (!(outcome instanceof Outcome.Found)) {
            return outcome;
        }
        return content.type().isEmpty()
                ? new Outcome.Unavailable(ManifestSink.NONE)
                : tell(ContentDigest.of(content.bytes()), sink);
    }

    private static Outcome tell(ContentDigest digest, Sink sink) throws IOException {
        byte[] line = (digest + "\n").getBytes(StandardCharsets.US_ASCII);
        Head head = new Head(0, line.length, null);
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer needed");
        }
        sink.write(ByteBuffer.wrap(line));
        return new Outcome.Found(head, "200");
    }

    /** Keeps the head alone. */
    private static final class HeadSink implements Sink {
        private Map<String, String> headers = Map.of();

        @Override
        public boolean begin(Head head) {
            headers = head.headers();
            return true;
        }

        @Override
        public void write(ByteBuffer bytes) {}

        Optional<ContentDigest> digest() {
            return ContentDigest.parse(headers.getOrDefault(DIGEST, ""));
        }
    }
}
