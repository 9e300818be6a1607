package dev.breakwater.admin;

import java.time.Instant;
import java.util.List;

/**
 * How the server is.
 *
 * @param version of Breakwater
 * @param node its name in the {@code Via} of what it sends
 * @param started when it was
 * @param now its clock
 * @param ready whether it can serve
 * @param why what keeps it from serving, a sentence each
 * @param degraded what it serves without, a sentence each
 * @param offline whether upstreams are left alone
 * @param offlineByHand whether that was switched here; else it is as configured
 * @param repositories what is served
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
