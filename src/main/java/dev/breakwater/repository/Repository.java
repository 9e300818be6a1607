package dev.breakwater.repository;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository as the HTTP server sees it: it serves one format's protocol. Its name is its key in {@link Site#repositories}.
 */
public interface Repository {
    /**
     * The action for {@code request}. Pure and fast: runs on the event loop, does no I/O, never throws. For an unsupported
     * method this is {@link Action.NotAllowed}.
     */
    Action action(Request request);

    /** The wording of errors and refusals. */
    default Wording wording() {
        return Wording.plain();
    }

    /** Its refresher; empty if entries are not refreshed ahead of requests. */
    default Optional<Refresher> refresher() {
        return Optional.empty();
    }

    /**
     * What an answer depends on besides the path; null if on nothing. Always the same, since it is asked for once a configuration.
     */
    default @Nullable Variants variants() {
        return null;
    }

    /**
     * The part of the request, besides the path, that the answer depends on: requests of one path with different variants
     * never share an answer. From a small fixed set, such as the known media types, since each has its own place in memory;
     * empty if there is only one.
     */
    interface Variants {
        /**
         * What the answer depends on, such as the media type that is accepted, the address of this server that the client used, or
         * a part of the query: requests of one path whose variants differ never share an answer. Each is kept apart in memory, so
         * they come from a small set. Pure and fast: called on the event loop for each request.
         */
        String of(Request request);
    }
}
