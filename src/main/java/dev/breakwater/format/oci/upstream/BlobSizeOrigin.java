package dev.breakwater.format.oci.upstream;

import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Says how long a blob is, in bytes: a line with a number. It asks by HEAD, so that no blob is transferred. */
public record BlobSizeOrigin(Origin origin) implements RegistryOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        long[] size = {-1};
        Outcome outcome = origin.get(ask.head(Set.of()), new Sink() {
            @Override
            public boolean begin(Head head) {
                size[0] = head.total();
                return true;
            }

            @Override
            public void write(ByteBuffer bytes) {}
        });
        if (!(outcome instanceof Outcome.Found)) {
            return outcome;
        }
        if (size[0] < 0) {
            return new Outcome.Unavailable("200, without the blob's length");
        }
        byte[] line = (size[0] + "\n").getBytes(StandardCharsets.US_ASCII);
        Head head = new Head(0, line.length, null);
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer needed");
        }
        sink.write(ByteBuffer.wrap(line));
        return new Outcome.Found(head, "200");
    }
}
