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
import java.util.Locale;
import java.util.Set;

/**
 * Says how long a blob is, in bytes: a line with a number. It asks by HEAD, so that no blob is transferred. A page of HTML that
 * answers everything has a length too: a blob may be one only if the registry names its digest.
 */
public record BlobSizeOrigin(Origin origin, ContentDigest digest) implements RegistryOrigin {
    private static final Sink NOTHING = new Sink() {
        @Override
        public boolean begin(Head head) {
            return true;
        }

        @Override
        public void write(ByteBuffer bytes) {}
    };

    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Outcome outcome = origin.get(ask.head(Set.of(TagOrigin.DIGEST, KeptHeaders.TYPE)), NOTHING);
        if (!(outcome instanceof Outcome.Found(Head blob, String _))) {
            return outcome;
        }
        if (blob.total() < 0) {
            return new Outcome.Unavailable("did not say how long the blob is");
        }
        String named = blob.headers().getOrDefault(TagOrigin.DIGEST, "");
        boolean page = blob.headers()
                .getOrDefault(KeptHeaders.TYPE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/html");
        if (named.isEmpty() ? page : !named.equals(digest.text())) {
            return new Outcome.Unavailable("answered with something else than the blob");
        }
        byte[] line = (blob.total() + "\n").getBytes(StandardCharsets.US_ASCII);
        Head head = new Head(0, line.length, null);
        if (!sink.begin(head)) {
            return new Outcome.Abandoned("no longer needed");
        }
        sink.write(ByteBuffer.wrap(line));
        return new Outcome.Found(head, "200");
    }
}
