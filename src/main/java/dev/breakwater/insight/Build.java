package dev.breakwater.insight;

import java.time.Instant;
import java.util.Map;

/**
 * A build: the requests of one client between two pauses of 30 s, which is how a build, or a download of modules, looks to the
 * server.
 *
 * @param number counts up from 1, over restarts too; the page's key
 * @param client the client's address
 * @param who the caller's name, {@code -} if anonymous
 * @param began when its first request began
 * @param ended when its last request so far ended
 * @param over whether it has ended: no request for 30 s
 * @param durationMillis from {@code began} to {@code ended}
 * @param requests how many requests it made
 * @param downloads how many archives it received, in whole or in part
 * @param failures how many of its requests failed, by the definition of {@link RequestFigures}
 * @param gone how many requests the client cancelled
 * @param absorbed how many were rescued from failure, by {@link dev.breakwater.event.RescuedBy cause}; all causes are listed
 * @param absorbedInAll their sum
 * @param waitMillis for how long at least one of its requests was under way: the time it waited for dependencies
 * @param bytes how many bytes of bodies it was sent
 * @param passed whether no request failed
 */
public record Build(
        long number,
        String client,
        String who,
        Instant began,
        Instant ended,
        boolean over,
        long durationMillis,
        long requests,
        long downloads,
        long failures,
        long gone,
        Map<String, Long> absorbed,
        long absorbedInAll,
        long waitMillis,
        long bytes,
        boolean passed) {
    /** The same for viewers that may not see callers: its caller is {@code -}. */
    public Build hidden() {
        return new Build(
                number,
                client,
                "-",
                began,
                ended,
                over,
                durationMillis,
                requests,
                downloads,
                failures,
                gone,
                absorbed,
                absorbedInAll,
                waitMillis,
                bytes,
                passed);
    }

    /** The same with a number that is {@code base} larger. */
    Build numberedFrom(long base) {
        return new Build(
                base + number,
                client,
                who,
                began,
                ended,
                over,
                durationMillis,
                requests,
                downloads,
                failures,
                gone,
                absorbed,
                absorbedInAll,
                waitMillis,
                bytes,
                passed);
    }
}
