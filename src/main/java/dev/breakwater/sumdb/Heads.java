package dev.breakwater.sumdb;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest tree head that was proven, of one database. What is told to be kept survives a crash: a restart must
 * not forget which timeline was believed.
 */
public interface Heads {
    /** The head that is kept; null where there is none yet. */
    @Nullable
    TreeHead load() throws IOException;

    /**
     * Replaces {@code from} by {@code to}, durably before this returns; where no disk takes it, for as long as the process
     * runs.
     *
     * @return false where another head than {@code from} is kept (by {@link TreeHead#equals}); nothing is changed then
     */
    boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException;
}
