package dev.breakwater.sumdb;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The storage of one database's newest proven tree head. A stored head survives a crash: a restart must not forget the
 * timeline.
 */
public interface Heads {
    /** The stored head; null if there is none yet. */
    @Nullable
    TreeHead load() throws IOException;

    /**
     * Replaces {@code from} by {@code to}, durably before this returns; if the disk fails, for as long as the process runs.
     *
     * @return false if another head than {@code from} is stored (by {@link TreeHead#equals}); then nothing changes
     */
    boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException;
}
