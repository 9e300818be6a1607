package dev.breakwater.repository;

import org.jspecify.annotations.Nullable;

/** A request to a repository, as a format sees it. */
public interface Request {
    /** The method: GET, also for a HEAD, which differs only on the wire; or PUT, where something is sent. */
    String method();

    /** The path below the repository as it was sent, percent-encoded, without leading slash and query. */
    String path();

    /** The first header of that name, ignoring case. */
    @Nullable
    String header(String name);
}
