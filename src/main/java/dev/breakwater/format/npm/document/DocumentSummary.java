package dev.breakwater.format.npm.document;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document without its texts: about 500 bytes a version.
 *
 * @param versions its versions, in its order
 * @param tags its dist-tags
 * @param times when each version was published, as far as it says
 * @param created when the package was created; null if it does not say
 * @param modified when it last changed; null if it does not say
 * @param rest the digest of everything else
 * @param attested the versions with provenance, if this server wrote it: means nothing in a document from elsewhere
 */
public record DocumentSummary(
        Map<String, VersionClaim> versions,
        Map<String, String> tags,
        Map<String, Instant> times,
        @Nullable Instant created,
        @Nullable Instant modified,
        long rest,
        Set<String> attested) {
    /** When it last changed; the beginning of time if it does not say. */
    Instant changed() {
        return modified == null ? Instant.MIN : modified;
    }
}
