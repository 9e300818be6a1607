package dev.breakwater.admin;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Events;
import dev.breakwater.http.ExtensionRequest;
import dev.breakwater.http.FairShare;
import dev.breakwater.http.Feed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The updates of open pages. Each page is rendered once every two seconds however many browsers have it open, and not at all
 * while none has; if it has not changed, only a keep-alive is sent.
 */
final class LivePages {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int MOST = 200;
    private static final int ADMINISTRATORS = 50;
    private static final byte[] ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final PageTemplates pages;
    private final Map<PageView, Live> open = new ConcurrentHashMap<>();
    private final SubscriberRoom everybody = new SubscriberRoom(MOST);
    private final SubscriberRoom administrators = new SubscriberRoom(ADMINISTRATORS);

    /** The limit of open pages for each address or administrator. */
    private static final class SubscriberRoom {
        private final FairShare shares;

        SubscriberRoom(int most) {
            shares = new FairShare(most);
        }

        synchronized boolean take(String reader) {
            return shares.take(reader, 1);
        }

        synchronized void give(String reader) {
            shares.give(reader, 1);
        }
    }

    LivePages(PageTemplates pages) {
        this.pages = pages;
    }

    /**
     * The feed of that page, for the sender of {@code visit}: a page counts for the address, or the administrator, that opened
     * it first.
     *
     * @throws AdminException if there is no such page, or too many different pages are open
     */
    Feed of(PageView look, ExtensionRequest visit) throws AdminException, InterruptedException {
        byte[] first = pages.part(look);
        SubscriberRoom room = visit.administers() ? administrators : everybody;
        String opener = visit.reader();
        if (!open.containsKey(look)) {
            // The place is taken when the feed opens; the limit is checked here too, where an error can still be sent.
            if (!room.take(opener)) {
                throw new AdminException(503, "Too many different pages are open: reload this one later.");
            }
            room.give(opener);
        }
        return reader -> {
            reader.send(event(first));
            open.compute(look, (key, known) -> {
                if (known != null) {
                    known.readers.add(reader);
                    return known;
                }
                if (!room.take(opener)) {
                    reader.end();
                    return null;
                }
                Live live = new Live(key, () -> room.give(opener));
                live.readers.add(reader);
                live.ticker.start();
                return live;
            });
        };
    }

    /** One page that a browser has open. */
    private final class Live implements Periodic.PeriodicTask {
        private final PageView look;
        private final Set<Feed.Subscriber> readers = ConcurrentHashMap.newKeySet();
        private final Runnable closed;
        private final Periodic ticker;
        private byte[] last = new byte[0];

        /** {@code closed} runs when no browser has it open any more. */
        Live(PageView look, Runnable closed) {
            this.look = look;
            this.closed = closed;
            this.ticker = new Periodic("console " + look.page(), EVERY, this, Events.NONE);
        }

        @Override
        public void run() throws InterruptedException {
            boolean goesOn = false;
            try {
                goesOn = watched() && sent();
            } catch (AdminException | RuntimeException e) {
                // the browser asks again, and gets the error then
            } finally {
                // Also if rendering threw an Error: a page that stays in the map is never rendered again.
                if (!goesOn) {
                    end();
                }
            }
        }

        private void end() {
            ticker.close();
            if (open.remove(look, this)) {
                readers.forEach(Feed.Subscriber::end);
            }
            closed.run();
        }

        /** Whether a browser has it open; after this has returned false, the next reader starts another. */
        private boolean watched() {
            return open.computeIfPresent(look, (key, live) -> {
                        readers.removeIf(Feed.Subscriber::gone);
                        return readers.isEmpty() ? null : live;
                    })
                    != null;
        }

        private boolean sent() throws AdminException, InterruptedException {
            byte[] part = pages.part(look);
            byte[] events = java.util.Arrays.equals(part, last) ? ALIVE : event(part);
            last = part;
            readers.forEach(reader -> reader.send(events));
            return true;
        }
    }

    /** {@code html} as one event: HTML §9.2.6. */
    private static byte[] event(byte[] html) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(html.length + 512);
        new String(html, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> event.writeBytes(("data: " + line + "\n").getBytes(StandardCharsets.UTF_8)));
        event.write('\n');
        return event.toByteArray();
    }
}
