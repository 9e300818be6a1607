package dev.breakwater.format.npm.document;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of the statements about a package.
 *
 * @param chosen the versions to show, and the number of the statement whose manifest clients get
 * @param tags the tags, each of a version that is shown
 * @param times when each version was published
 * @param tarballs the addresses of tarballs that are not at the usual path, by version; none if several registries may have them
 * @param attested the versions with provenance
 * @param withheld whether there are versions, and none is believed yet
 * @param base the number of the statement that everything else is taken from
 * @param modified when the package last changed
 */
record MergedDocument(
        Map<String, Integer> chosen,
        Map<String, String> tags,
        Map<String, Instant> times,
        Map<String, String> tarballs,
        Set<String> attested,
        boolean withheld,
        int base,
        Instant modified) {}
