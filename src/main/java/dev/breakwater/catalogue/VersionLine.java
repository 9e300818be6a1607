package dev.breakwater.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A version with stored files.
 *
 * @param kinds the kinds of its files: {@code info}, {@code mod}, {@code zip}
 * @param bytes their total size
 * @param standing {@code confirmed}; {@code provisional} if one of them is; {@code absent} if one of them is only a remembered
 * absence
 * @param by what verified the archive, or the existing file: {@code sum.golang.org #1234}, {@code 2 witnesses} …
 * @param upstream the upstream that it came from; {@code -} for files made here
 * @param hosted whether it was published here
 * @param fetchedAt when the last of them arrived
 * @param lastUsed when one of them was last used, to a day
 * @param downloads how many times the archive was sent completely, as far as this catalogue has counted
 */
public record VersionLine(
        String version,
        List<String> kinds,
        long bytes,
        String standing,
        String by,
        String upstream,
        boolean hosted,
        Instant fetchedAt,
        Instant lastUsed,
        long downloads) {
    /** This merged with another file of the same version, whose verification counts. */
    VersionLine and(VersionLine other) {
        List<String> both = new ArrayList<>(kinds);
        both.addAll(other.kinds);
        return new VersionLine(
                version,
                both,
                bytes + other.bytes,
                standing.equals("confirmed") ? other.standing : standing,
                other.by,
                other.upstream,
                hosted || other.hosted,
                later(fetchedAt, other.fetchedAt),
                later(lastUsed, other.lastUsed),
                downloads);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
