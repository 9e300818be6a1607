package dev.breakwater.fetch;

import dev.breakwater.fetch.FetchResult.Grade;
import dev.breakwater.verify.Digest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The witnesses' result, as it is stored.
 *
 * @param sha256 the digest of the content
 * @param etags the ETags of the origins that confirm it, by their names
 * @param unchanged whether the stored entry was the same
 */
record ToldAnswer(@Nullable Digest sha256, Grade grade, Map<String, String> etags, boolean unchanged) {
    /** None yet. */
    static final ToldAnswer NOTHING = new ToldAnswer(null, Grade.PROVISIONAL, Map.of(), false);

    /** Whether to store {@code later} in its place: it is other content, or has more ETags. */
    boolean isOutdatedBy(ToldAnswer later) {
        if (later.grade.stale()) {
            return false;
        }
        boolean moreEtags = later.grade == Grade.CONFIRMED && !etags.entrySet().containsAll(later.etags.entrySet());
        return moreEtags || !Objects.equals(sha256, later.sha256);
    }
}
