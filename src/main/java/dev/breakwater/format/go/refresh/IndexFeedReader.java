package dev.breakwater.format.go.refresh;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.store.DurableFile;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.Endpoint;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.OutboundResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader that follows one index of new versions: a page a minute, some more at once while these are full, from its last
 * position; so it also reads what it missed while the server was down. An index that does not answer is read less and less
 * often. One thread.
 */
public final class IndexFeedReader {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration SELDOM = Duration.ofMinutes(16);

    /** The most lines that the index sends at once. */
    private static final int FULL = 2_000;

    private static final int PAGES_AT_ONCE = 5;
    private static final int LONGEST = 2 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final DurableFile place;
    private final PageGet get;
    private final Events events;
    private final InstantSource clock;
    private @Nullable String feed;
    private Instant since = Instant.MIN;
    private @Nullable Instant kept;
    private Set<IndexFeed.FeedLine> last = Set.of();
    private Instant due = Instant.MIN;
    private Duration pause = EVERY;

    /** Gets a page. */
    @FunctionalInterface
    public interface PageGet {
        /** The body of the 200 at {@code url}; anything else is an {@link IOException} that says what the server sent. */
        byte[] get(String url) throws IOException;
    }

    /** Takes a line. */
    @FunctionalInterface
    public interface Taker {
        void take(IndexFeed.FeedLine line) throws IOException, InterruptedException;
    }

    /** Stores its position in {@code file}. */
    public IndexFeedReader(Path file, PageGet get, Events events, InstantSource clock) {
        this.place = new DurableFile(file);
        this.get = get;
        this.events = events;
        this.clock = clock;
    }

    /** Gets pages with the current outbound settings. */
    public static PageGet over(Supplier<OutboundHttp> web) {
        return url -> {
            OutboundHttp way = web.get().trusting(Endpoint.ofUpstream(URI.create(url)));
            try (OutboundResponse reply = way.line(CONNECT, ANSWER, null).get(url, Map.of(), new Cancellation())) {
                if (reply.status() != 200) {
                    throw new IOException("it answers " + reply.status());
                }
                return reply.bytes(LONGEST);
            }
        };
    }

    /** Reads new lines of {@code url}, if it is time to. */
    public void look(URI url, Taker taker) throws IOException, InterruptedException {
        Instant now = clock.instant();
        if (url.toString().equals(feed) && now.isBefore(due)) {
            return;
        }
        if (!url.toString().equals(feed)) {
            resume(url.toString(), now);
        }
        boolean failing = pause.compareTo(EVERY) > 0;
        try {
            for (int i = 0; i < PAGES_AT_ONCE && page(url.toString(), taker) >= FULL; i++) {}
            pause = EVERY;
            if (failing) {
                events.publish(new Event.LogNote("index feed", url.getHost() + " answers again"));
            }
        } catch (IOException | IllegalArgumentException e) {
            pause = pause.multipliedBy(2).compareTo(SELDOM) > 0 ? SELDOM : pause.multipliedBy(2);
            if (!failing) {
                events.publish(new Event.Alarm(
                        "index feed",
                        "can't be read, retrying; until then new versions are fetched on request: " + e.getMessage(),
                        e));
            }
        }
        due = now.plus(pause);
    }

    /** The last position; for a new index, now. */
    private void resume(String url, Instant now) throws IOException {
        feed = url;
        since = now;
        kept = null;
        last = Set.of();
        pause = EVERY;
        String[] lines = new String(place.read().orElse(new byte[0]), StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length >= 2 && lines[0].equals(url)) {
            try {
                since = Instant.parse(lines[1]);
                kept = since;
            } catch (DateTimeException e) {
                events.publish(new Event.LogNote(
                        "index feed", "the position in the index is lost; reading continues from now on"));
            }
        }
    }

    /** The number of lines read. */
    private int page(String url, Taker taker) throws IOException, InterruptedException {
        List<IndexFeed.FeedLine> lines =
                IndexFeed.read(get.get(url + "?since=" + URLEncoder.encode(since.toString(), StandardCharsets.UTF_8)));
        Instant before = since;
        for (IndexFeed.FeedLine line : lines) {
            // lines exactly as old as the last one are sent again
            if (!last.contains(line)) {
                taker.take(line);
            }
            since = line.at().isAfter(since) ? line.at() : since;
        }
        if (lines.size() >= FULL && since.equals(before)) {
            // more lines of one instant than fit in a page: the rest of that instant is lost
            since = since.plusNanos(1_000);
        }
        Instant newest = since;
        Set<IndexFeed.FeedLine> same = new HashSet<>(
                lines.stream().filter(line -> line.at().equals(newest)).toList());
        if (newest.equals(before)) {
            same.addAll(last);
        }
        last = same;
        if (!since.equals(kept)) {
            place.replace((url + "\n" + since + "\n").getBytes(StandardCharsets.UTF_8));
            kept = since;
        }
        return lines.size();
    }
}
