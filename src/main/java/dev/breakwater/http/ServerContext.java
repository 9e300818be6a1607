package dev.breakwater.http;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.repository.Site;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What all event loops of one server share. */
record ServerContext(
        String node,
        EdgeSettings.EdgeLimits limits,
        Supplier<Site> sites,
        Fetcher fetcher,
        Extension extension,
        Events events,
        SystemStatus status,
        InstantSource clock,
        AnswerRenderer replies,
        HotCache hot,
        Streams streams,
        WaitingRequests waiting,
        MemoryShares rooms,
        AtomicBoolean draining) {

    /** What is told of a mistake of ours: an id that is also in the log, and nothing else. */
    HttpReply failure(String target, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        events.publish(new Event.Alarm(target, "internal error " + id, cause));
        return replies.refusal(
                500,
                AnswerTags.NONE,
                clock.millis(),
                "Internal error on " + target + ": the request is not the cause.",
                "The server's log has the details: search for " + id + ".");
    }

    /** What {@code page} makes, or what is told where it fails. */
    HttpReply guarded(String target, Supplier<HttpReply> page) {
        try {
            return page.get();
        } catch (RuntimeException | Error e) {
            return failure(target, e);
        }
    }
}
