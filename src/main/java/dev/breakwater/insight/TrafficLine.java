package dev.breakwater.insight;

import java.time.Instant;

/**
 * A request that was served, as a line of the live tail.
 *
 * @param sequence counts up from 1 since the start, without gaps
 * @param at when it ended
 * @param client the client's address
 * @param who the caller's name, {@code -} if anonymous
 * @param path the path as it was sent, without a query; untrusted text
 * @param repository {@code -} if it belongs to none
 * @param kind {@code zip}, {@code info}, {@code list} …; {@code -} if there is none
 * @param result {@code hit}, {@code miss}, {@code absent}, {@code trouble} …
 * @param upstream {@code -} if none
 * @param status the status that was sent; 499 if the client disconnected before
 * @param bytes how many bytes of body were sent
 * @param millis how long it took
 * @param spared {@code failover}, {@code resume} …; {@code -} for nothing
 * @param confidential whether it is to be hidden, its path at least, from callers that may not see its module
 */
public record TrafficLine(
        long sequence,
        Instant at,
        String client,
        String who,
        String method,
        String path,
        String repository,
        String kind,
        String result,
        String upstream,
        int status,
        long bytes,
        double millis,
        String spared,
        boolean confidential) {
    /** The same for callers that may not see its module: without path, caller and upstream. */
    public TrafficLine hidden() {
        return new TrafficLine(
                sequence,
                at,
                client,
                "-",
                method,
                "-",
                repository,
                kind,
                result,
                "-",
                status,
                bytes,
                millis,
                spared,
                confidential);
    }
}
