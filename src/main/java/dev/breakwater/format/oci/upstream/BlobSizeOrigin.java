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
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says how long a blob is, in bytes: a line with a number. It asks by HEAD, so that no blob is transferred. A page of HTML that
 * answers everything has a length too: a blob may be one only if the registry names its digest.
 */
public record BlobSizeOrigin(Origin origin, ContentDigest digest) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        Outcome outcome = origin.get(ask.head(Set.of(ContentDigest.HEADER, KeptHeaders.TYPE)), Statements.NO_BODY);
        if (!(outcome instanceof Outcome.Found(Head blob, String _))) {
            return outcome;
        }
        if (blob.total() < 0) {
            return new Outcome.Unavailable("did not say how long the blob is");
        }
        String named = blob.headers().getOrDefault(ContentDigest.HEADER, "");
        boolean page = blob.headers()
                .getOrDefault(KeptHeaders.TYPE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/html");
        if (named.isEmpty() ? page : !named.equals(digest.text())) {
            return new Outcome.Unavailable("answered with something else than the blob");
        }
        return Statements.tell((blob.total() + "\n").getBytes(StandardCharsets.US_ASCII), Map.of(), sink);
    }
}
