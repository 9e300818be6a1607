package dev.breakwater.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A version with stored files.
 *
 * @param kinds which files: {@code info}, {@code mod}, {@code zip}
 * @param bytes how long they are together
 * @param standing {@code confirmed}; {@code provisional} where one of them is only that; {@code absent} where it is only
 *     remembered that one of them does not exist
 * @param by what vouches for the archive, or the file there is: {@code sum.golang.org #1234}, {@code 2 witnesses} …
 * @param upstream the upstream that it came from; {@code -} for what was made here
 * @param hosted whether it was published here
 * @param fetchedAt when the last of them arrived
 * @param lastUsed when one of them was last used, to a day
 * @param downloads how many times the archive was sent in whole, as far as this catalogue has counted
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
    /** This and another file of the same version, whose word counts for who vouches for it. */
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
