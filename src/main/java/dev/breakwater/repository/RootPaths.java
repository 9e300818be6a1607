package dev.breakwater.repository;

import java.util.List;
import java.util.SortedMap;

/**
 * The paths at the root of the host that a format serves beside those below its repositories' names: for clients that know a host
 * and no path on it. The repositories of the format share them, and the format chooses which one answers a request.
 */
public interface RootPaths {
    /**
     * How they begin, each with a slash at both ends, as in {@code /v2/}; the path without the last slash is one of them too.
     * Always the same. The server's own pages and the paths of repositories take precedence.
     */
    List<String> prefixes();

    /**
     * The repository that answers a request, and the path below it that the request stands for. The answer is the one to that
     * path, so the two share what is kept in memory. For a request that is about several repositories, or about none, it may be
     * an object of the format's own; then the route's name is the repository whose permissions apply, or {@code -}, and the answer
     * is not kept in memory. Pure and fast: called on the event loop, more than once for a request.
     *
     * @param path the path of the request as it was sent, percent-encoded, with its leading slash
     * @param query the query as it was sent, without the question mark; empty if there is none
     * @param repositories those of the format, by name; at least one
     */
    Site.Route route(String path, String query, SortedMap<String, Repository> repositories);
}
