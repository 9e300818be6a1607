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
import java.util.Map;
import java.util.Set;

/** Gets a manifest by its digest, and tells its media type by its bytes, whatever the registry says. */
public record ManifestOrigin(Origin origin, ContentDigest digest) implements RegistryOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        ManifestSink content = new ManifestSink();
        Outcome outcome = content.receive(origin, ask.whole(Set.of(KeptHeaders.TYPE)));
        if (!(outcome instanceof Outcome.Found(Head _, String said))) {
            return outcome;
        }
        byte[] bytes = content.bytes();
        String type = content.type();
        if (type.isEmpty()) {
            return new Outcome.Unavailable(ManifestSink.NONE);
        }
        Head told = new Head(0, bytes.length, null)
                .keeping(Map.of(KeptHeaders.TYPE, type, TagOrigin.DIGEST, digest.text()));
        if (!sink.begin(told)) {
            return new Outcome.Abandoned("no longer needed");
        }
        sink.write(ByteBuffer.wrap(bytes));
        return new Outcome.Found(told, said);
    }
}
