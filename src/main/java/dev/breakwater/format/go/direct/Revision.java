package dev.breakwater.format.go.direct;

import dev.breakwater.git.Commit;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The commit that a name in a repository resolves to.
 *
 * @param commit the commit
 * @param ref the branch or tag that the name means, in full; null for HEAD and for a commit that is not the tip of one
 * @param tag the tag that was named; null if something else was
 * @param tags all tags of the commit, sorted
 */
record Revision(
        Commit commit, @Nullable String ref, @Nullable String tag, SortedSet<String> tags) {
    private static final int SHORT = 12;

    /** As it stands in pseudo-versions. */
    String shortHash() {
        return commit.hash().substring(0, SHORT);
    }
}
