package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ContentDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What matters of a manifest that is pushed: image specification, "Image manifest" and "Image index".
 *
 * @param artifactType its own; empty if it has none
 * @param configType the media type of its configuration; empty if it has none
 * @param needed what must be there before it: its configuration and layers
 * @param named all that it names, but for its subject: what is needed, and what may come later or never
 * @param subject what it refers to; null if to nothing
 * @param annotations as they are
 */
record PushedManifest(
        String artifactType,
        String configType,
        List<ContentDigest> needed,
        List<ContentDigest> named,
        @Nullable ContentDigest subject,
        Map<String, String> annotations) {
    /** Copies the collections. */
    PushedManifest {
        needed = List.copyOf(needed);
        named = List.copyOf(named);
        annotations = Map.copyOf(annotations);
    }

    /** What a list of referrers says of its type: distribution specification, "Listing referrers". */
    String shownType() {
        return artifactType.isEmpty() ? configType : artifactType;
    }
}
