package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.WrappedOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which digest a registry's tag stands for: a line with the digest. It asks by HEAD, which registries don't count as a pull,
 * and only if the answer has no digest by GET (distribution specification, "Pulling manifests").
 */
public record TagOrigin(Origin origin) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Outcome outcome = origin.get(ask.head(Set.of(ContentDigest.HEADER)), Statements.NO_BODY);
        if (!(outcome instanceof Outcome.Found(Head head, String _))) {
            return outcome;
        }
        Optional<ContentDigest> named = ContentDigest.parse(head.headers().getOrDefault(ContentDigest.HEADER, ""));
        return named.isPresent() ? tell(named.get(), sink) : byContent(ask, sink);
    }

    private Outcome byContent(Ask ask, Sink sink) throws IOException {
        ManifestSink content = new ManifestSink();
        Outcome outcome = content.receive(origin, ask.whole(Set.of(KeptHeaders.TYPE)));
        if (!(outcome instanceof Outcome.Found(Head head, String _))) {
            return outcome;
        }
        byte[] bytes = content.bytes();
        return ManifestSink.type(bytes, head).isEmpty()
                ? new Outcome.Unavailable(ManifestSink.NONE)
                : tell(ContentDigest.of(bytes), sink);
    }

    private static Outcome tell(ContentDigest digest, Sink sink) throws IOException {
        return Statements.tell((digest + "\n").getBytes(StandardCharsets.US_ASCII), Map.of(), sink);
    }
}
