package dev.breakwater.store;

import org.jspecify.annotations.Nullable;

/** What became of a commit that was to replace one certain entry. */
public sealed interface CommitResult {
    /** The key names {@code entry} now. */
    record Committed(Entry entry) implements CommitResult {}

    /** Another entry stands than was expected, or none; nothing was changed. */
    record Conflict(@Nullable Entry standing) implements CommitResult {}
}
