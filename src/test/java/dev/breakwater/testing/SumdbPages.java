package dev.breakwater.testing;

import org.jspecify.annotations.Nullable;

/**
 * The pages of one checksum database, as a mirror passes them on: {@code /latest}, {@code /lookup/m@v},
 * {@code /tile/8/0/000.p/3}. A database that can lie well, with its own signature, overrides {@link #forked()} and
 * {@link #stale()}; of any other a mirror makes pages that are merely broken.
 */
@FunctionalInterface
public interface SumdbPages {
    /** The page at {@code path}, which starts with a slash; null where there is none. */
    byte @Nullable [] page(String path);

    /** The same database on another timeline under the same key; null where it has none. */
    default @Nullable SumdbPages forked() {
        return null;
    }

    /** The same database as it was some time ago; null where it does not remember. */
    default @Nullable SumdbPages stale() {
        return null;
    }
}
