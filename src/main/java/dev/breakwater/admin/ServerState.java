package dev.breakwater.admin;

import java.time.Instant;
import java.util.List;

/**
 * The server's state.
 *
 * @param version of Breakwater
 * @param node its name in the {@code Via} header
 * @param started when it started
 * @param now its clock
 * @param ready whether it can serve
 * @param why why it can't serve, a sentence each
 * @param degraded what does not work, a sentence each
 * @param offline whether the server is offline and asks no upstream
 * @param offlineByHand whether an operator switched it; else it is the configured value
 * @param repositories the served repositories
 */
public record ServerState(
        String version,
        String node,
        Instant started,
        Instant now,
        boolean ready,
        List<String> why,
        List<String> degraded,
        boolean offline,
        boolean offlineByHand,
        List<Served> repositories) {
    /**
     * A repository.
     *
     * @param name as in its address
     * @param format the protocol it speaks
     */
    public record Served(String name, String format) {}
}
