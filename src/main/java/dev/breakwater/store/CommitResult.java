package dev.breakwater.store;

import org.jspecify.annotations.Nullable;

/** The result of a commit that replaces only the expected entry. */
public sealed interface CommitResult {
    /** The key names {@code entry} now. */
    record Committed(Entry entry) implements CommitResult {}

    /** The current entry is not the expected one, or is missing; nothing was changed. */
    record Conflict(@Nullable Entry standing) implements CommitResult {}
}
