package dev.breakwater.admin;

import dev.breakwater.http.Feed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What keeps open pages current. Each page is made once every two seconds however many look at it, and not at all while nobody
 * does; where it has not changed, nothing is sent but a sign of life.
 */
final class Feeds {
    private static final long EVERY_MILLIS = 2_000;
    private static final int MOST = 200;
    private static final byte[] ALIVE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    /** Never opened: waiting for it is how time passes. */
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Pages pages;
    private final Map<Look, Live> open = new ConcurrentHashMap<>();

    Feeds(Pages pages) {
        this.pages = pages;
    }

    /**
     * The feed of that page.
     *
     * @throws AdminException where there is none, or too many different ones are open
     */
    Feed of(Look look) throws AdminException, InterruptedException {
        byte[] first = pages.part(look);
        if (open.size() >= MOST && !open.containsKey(look)) {
            throw new AdminException(503, "Too many different pages are open: load this one again in a while.");
        }
        return reader -> {
            reader.send(event(first));
            open.compute(look, (key, known) -> {
                Live live = known == null ? new Live(key) : known;
                live.readers.add(reader);
                if (known == null) {
                    Thread.ofVirtual().name("console " + key.page()).start(live);
                }
                return live;
            });
        };
    }

    /** One page that somebody looks at. */
    private final class Live implements Runnable {
        private final Look look;
        private final Set<Feed.Reader> readers = ConcurrentHashMap.newKeySet();
        private byte[] last = new byte[0];

        Live(Look look) {
            this.look = look;
        }

        @Override
        public void run() {
            try {
                while (watched()) {
                    NEVER.await(EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    send();
                }
            } catch (InterruptedException | AdminException | RuntimeException e) {
                // whoever looks asks again, and is told then
                open.remove(look);
                readers.forEach(Feed.Reader::end);
            }
        }

        /** Whether anybody looks; whoever comes after this has said no begins another. */
        private boolean watched() {
            return open.computeIfPresent(look, (key, live) -> {
                        readers.removeIf(Feed.Reader::gone);
                        return readers.isEmpty() ? null : live;
                    })
                    != null;
        }

        private void send() throws AdminException, InterruptedException {
            byte[] part = pages.part(look);
            byte[] events = java.util.Arrays.equals(part, last) ? ALIVE : event(part);
            last = part;
            readers.forEach(reader -> reader.send(events));
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
