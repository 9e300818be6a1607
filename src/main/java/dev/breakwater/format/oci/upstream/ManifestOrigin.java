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
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gets a manifest by its digest, and tells its media type by its bytes, whatever the registry says.
 *
 * @param arrived gets the bytes, which are not verified yet
 */
public record ManifestOrigin(Origin origin, ContentDigest digest, Consumer<byte[]> arrived) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        ManifestSink content = new ManifestSink();
        Outcome outcome = content.receive(origin, ask.whole(Set.of(KeptHeaders.TYPE)));
        if (!(outcome instanceof Outcome.Found(Head head, String _))) {
            return outcome;
        }
        byte[] bytes = content.bytes();
        String type = ManifestSink.type(bytes, head);
        if (type.isEmpty()) {
            return new Outcome.Unavailable(ManifestSink.NONE);
        }
        arrived.accept(bytes);
        return Statements.tell(bytes, Map.of(KeptHeaders.TYPE, type, ContentDigest.HEADER, digest.text()), sink);
    }
}
