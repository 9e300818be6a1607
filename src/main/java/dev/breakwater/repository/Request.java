package dev.breakwater.repository;

import org.jspecify.annotations.Nullable;

/** A request to a repository, as a format sees it. */
public interface Request {
    /** The method as it was sent; GET also for a HEAD, which differs only on the wire. */
    String method();

    /**
     * Whether only the head of the answer will be sent: for formats in which that is worth less work than the whole (RFC 9110
     * §9.3.2). The answer has the same headers as to a GET.
     */
    default boolean headOnly() {
        return false;
    }

    /** The path below the repository as it was sent, percent-encoded, without leading slash and query. */
    String path();

    /** The query as it was sent, percent-encoded, without the question mark; empty if there is none. */
    String query();

    /** The address of the repository as the client reaches it. */
    BaseUrl base();

    /** Who sent it: for the work that the action leads to, never for the choice of the action. */
    CallerIdentity identity();

    /** The first header of that name, ignoring case. */
    @Nullable
    String header(String name);
}
