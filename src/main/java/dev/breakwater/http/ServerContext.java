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

/** The context that all event loops of one server share. */
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

    /** Whether {@code path} is one of the server itself: they take precedence over what a format serves at the root of the host. */
    boolean owns(String path, Site site) {
        return path.equals("/")
                || (path.startsWith("/-/") && (SystemPages.has(path) || extension.has(path) || !site.atRoot(path)));
    }

    /** The reply to an internal error: an id that is also in the log, and no details. */
    HttpReply failure(String target, Throwable cause) {
        return failure(replies, target, cause);
    }

    /** The same in the words of a repository. */
    HttpReply failure(AnswerRenderer words, String target, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        events.publish(new Event.Alarm(target, "internal error " + id, cause));
        return words.refusal(
                500,
                AnswerTags.NONE,
                clock.millis(),
                "Internal error on " + target + ": the request is not the cause.",
                "The server's log has the details: search for " + id + ".");
    }

    /** The reply that {@code page} makes, or an error if it fails. */
    HttpReply guarded(String target, Supplier<HttpReply> page) {
        try {
            return page.get();
        } catch (RuntimeException | Error e) {
            return failure(target, e);
        }
    }
}
