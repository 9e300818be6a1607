package dev.breakwater.repository;

import java.util.Optional;

/**
 * A repository as the edge sees it: it speaks one format's protocol. Its name is its key in {@link Site#repositories}.
 */
public interface Repository {
    /**
     * What {@code request} comes to. Pure and fast: runs on the event loop, does no I/O, never throws. Any method may come; for one
     * that means nothing here this is {@link Action.NotAllowed}.
     */
    Action action(Request request);

    /** How errors and refusals read here. */
    default Wording wording() {
        return Wording.plain();
    }

    /** What keeps its content up to date; empty if nothing does before a client asks. */
    default Optional<Refresher> refresher() {
        return Optional.empty();
    }

    /** Whether {@link #variant} is ever anything but empty. */
    default boolean varies() {
        return false;
    }

    /**
     * What an answer depends on besides the path: requests of one path whose variants differ never share an answer. Comes from a
     * small fixed set, such as the media types that are told apart, since each is kept apart in memory; empty if there is only one.
     */
    default String variant(Request request) {
        return "";
    }
}
