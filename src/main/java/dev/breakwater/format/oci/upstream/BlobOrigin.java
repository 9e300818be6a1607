package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.WrappedOrigin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Gets a blob. Clients are told the digest by which it was asked for, whatever the registry says. */
public record BlobOrigin(Origin origin, ContentDigest digest) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Map<String, String> told = Map.of(ContentDigest.HEADER, digest.text());
        Outcome outcome = origin.get(ask, new Sink() {
            @Override
            public boolean begin(Head head) throws IOException {
                return sink.begin(head.keeping(told));
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                sink.write(bytes);
            }
        });
        return outcome instanceof Outcome.Found(Head head, String said)
                ? new Outcome.Found(head.keeping(told), said)
                : outcome;
    }
}
