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
record Shop(
        String node,
        EdgeSettings.Limits limits,
        Supplier<Site> sites,
        Fetcher fetcher,
        Annex annex,
        Events events,
        Status status,
        InstantSource clock,
        Replies replies,
        HotCache hot,
        Streams streams,
        Waiting waiting,
        Rooms rooms,
        AtomicBoolean draining) {

    /** What is told of a mistake of ours: an id that is also in the log, and nothing else. */
    Reply failure(String target, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        events.publish(new Event.Alarm(target, "failed, told as error " + id, cause));
        return replies.refusal(
                500,
                Label.NONE,
                clock.millis(),
                "Breakwater failed on " + target + ": this is a mistake in it, not in the request.",
                "Its log says more under the id " + id + ".");
    }

    /** What {@code page} makes, or what is told where it fails. */
    Reply guarded(String target, Supplier<Reply> page) {
        try {
            return page.get();
        } catch (RuntimeException | Error e) {
            return failure(target, e);
        }
    }
}
