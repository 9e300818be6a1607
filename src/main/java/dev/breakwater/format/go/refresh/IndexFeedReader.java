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
 * Follows one index of new versions: a page a minute, some more at once while these are full, from where it was; what it
 * missed while the server was down it reads then. An index that does not answer is asked less and less often. One thread.
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
        /** The body of the 200 at {@code url}; anything else is an {@link IOException} that says what came. */
        byte[] get(String url) throws IOException;
    }

    /** Takes a line. */
    @FunctionalInterface
    public interface Taker {
        void take(IndexFeed.FeedLine line) throws IOException, InterruptedException;
    }

    /** Remembers in {@code file} how far it has read. */
    public IndexFeedReader(Path file, PageGet get, Events events, InstantSource clock) {
        this.place = new DurableFile(file);
        this.get = get;
        this.events = events;
        this.clock = clock;
    }

    /** Gets pages by the way out that is in force. */
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

    /** Reads what is new in {@code url}, where it is time to. */
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
                        "cannot be read, and is tried again; new versions come when they are asked for: "
                                + e.getMessage(),
                        e));
            }
        }
        due = now.plus(pause);
    }

    /** From where it was; of an index that is new here, from now on. */
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
                events.publish(new Event.LogNote("index feed", "how far it was read is not known any more"));
            }
        }
    }

    /** How many lines came. */
    private int page(String url, Taker taker) throws IOException, InterruptedException {
        List<IndexFeed.FeedLine> lines =
                IndexFeed.read(get.get(url + "?since=" + URLEncoder.encode(since.toString(), StandardCharsets.UTF_8)));
        Instant before = since;
        for (IndexFeed.FeedLine line : lines) {
            // what is exactly as old as the last line comes again
            if (!last.contains(line)) {
                taker.take(line);
            }
            since = line.at().isAfter(since) ? line.at() : since;
        }
        if (lines.size() >= FULL && since.equals(before)) {
            // more lines of one moment than a page has: the rest of that moment cannot be had
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
