package dev.breakwater.repository;

import java.util.List;
import java.util.Map;
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

    /** The wording of errors and refusals about {@code path}, the path of a request below the repository. */
    default Wording wording(String path) {
        return Wording.plain();
    }

    /**
     * The headers of every answer to {@code request}, whether it is content or an error: for protocols that name their version in
     * each. An answer in memory keeps them, so what differs between requests of one path must be part of {@link #variants}. Pure
     * and fast, as {@link #action}.
     */
    default Map<String, String> headers(Request request) {
        return Map.of();
    }

    /** Its refresher; empty if entries are not refreshed ahead of requests. */
    default Optional<Refresher> refresher() {
        return Optional.empty();
    }

    /** Its upkeep; empty if nothing it keeps needs any. */
    default Optional<Upkeep> upkeep() {
        return Optional.empty();
    }

    /**
     * What an answer depends on besides the path; null if on nothing. Always the same, since it is asked for once a configuration.
     */
    default @Nullable Variants variants() {
        return null;
    }

    /** Tells requests of one path apart that may have different answers. */
    interface Variants {
        /** The request headers that {@link #of} reads but for Host, in lower case: told to caches as {@code Vary} (RFC 9110 §12.5.5). */
        List<String> headers();

        /**
         * What the answer depends on, such as the media type that is accepted, the address of this server that the client used, or
         * a part of the query: requests of one path whose variants differ never share an answer. Each is kept apart in memory, so
         * they come from a small set. Null if the answer must not be kept in memory at all, as that to a search. Pure and fast:
         * called on the event loop for each request.
         */
        @Nullable
        String of(Request request);
    }
}
