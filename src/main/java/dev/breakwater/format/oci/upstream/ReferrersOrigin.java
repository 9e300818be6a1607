package dev.breakwater.format.oci.upstream;

import dev.breakwater.format.oci.manifest.Referrers;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.WrappedOrigin;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Gets the referrers of a manifest, as an index. A registry that does not know them may have them under a tag (distribution
 * specification, "Referrers Tag Schema"); one that has neither has none.
 */
public record ReferrersOrigin(Origin origin, ImageName image, ContentDigest digest) implements WrappedOrigin {
    @Override
    public Outcome get(Ask ask, Sink sink) throws IOException {
        ManifestSink content = new ManifestSink();
        Outcome outcome = content.receive(origin, ask.whole(Set.of()));
        if (outcome instanceof Outcome.Missing) {
            String tag = digest.algorithm().text() + "-" + digest.hex();
            content = new ManifestSink();
            outcome =
                    content.receive(origin, ask.at(image + "/manifests/" + tag).whole(Set.of()));
        }
        return switch (outcome) {
            case Outcome.Missing(String _, boolean page) when !page -> tell(Referrers.none(), sink);
            case Outcome.Found _ -> {
                try {
                    yield tell(Referrers.parse(content.bytes()), sink);
                } catch (IllegalArgumentException e) {
                    yield new Outcome.Unavailable("sent something that is not an index of referrers");
                }
            }
            default -> outcome;
        };
    }

    private static Outcome tell(Referrers referrers, Sink sink) throws IOException {
        return Statements.tell(referrers.index(), Map.of(), sink);
    }
}
