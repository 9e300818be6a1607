package dev.breakwater.repository;

import java.util.List;

/** What fetched files lead to, in formats whose lock files name only where to begin: an ability beside {@link LockFiles}. */
public interface FollowUps {
    /**
     * What one file leads to.
     *
     * @param paths the paths to request next, as those of {@link LockFiles}
     * @param wrong why there are none; empty if nothing is wrong
     */
    record NextFiles(List<String> paths, String wrong) {}

    /** Whether the file at {@code path} leads to others: it is small enough to be read whole. */
    boolean leadsOn(String path);

    /**
     * What the file at {@code path} leads to.
     *
     * @param platforms the platforms to fetch for, as in {@code linux/amd64}; empty for the usual one
     */
    NextFiles after(String path, byte[] content, List<String> platforms);
}
