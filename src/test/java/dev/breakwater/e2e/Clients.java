package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Clients that download without end from a server that will be killed, and remember what they were given. */
final class Clients {
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What came from the server's store while it lived, which it must still have after any kill. */
    private final Set<Thing> held = ConcurrentHashMap.newKeySet();

    private final Set<Thing> completed = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong downloads = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();

    /** Downloads until {@code patience} replies have come and then until {@code end} returns; whatever breaks off is counted. */
    void load(String url, List<Thing> news, List<Thing> olds, long seed, int patience, Runnable end)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(patience);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            threads.add(Thread.ofVirtual().start(() -> download(url, news, olds, random, enough)));
        }
        // A server that answers nothing any more is killed all the same.
        boolean came = enough.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        end.run();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(came).as("%d replies within %s", patience, PATIENCE).isTrue();
    }

    private void download(String url, List<Thing> news, List<Thing> olds, Random random, CountDownLatch enough) {
        try (RawHttp http = RawHttp.connect(URI.create(url), PATIENCE)) {
            while (true) {
                List<Thing> from = olds.isEmpty() || random.nextInt(4) > 0 ? news : olds;
                Thing thing = from.get(random.nextInt(from.size()));
                RawHttp.Got got = http.ask("GET", "/go/" + thing.path());
                if (got.end() != RawHttp.End.COMPLETE) {
                    cut.incrementAndGet();
                    return;
                }
                judge(thing, got);
                enough.countDown();
            }
        } catch (IOException e) {
            cut.incrementAndGet();
        }
    }

    private void judge(Thing thing, RawHttp.Got got) {
        if (got.status() == 503) {
            refusals.incrementAndGet();
            return;
        }
        if (got.status() != 200 || !thing.is(got.body())) {
            wrong.add(thing.path() + ": " + got.status() + ", " + got.length() + " bytes");
            return;
        }
        downloads.incrementAndGet();
        completed.add(thing);
        if (got.header("x-breakwater").startsWith("hit;")) {
            held.add(thing);
        }
    }

    /**
     * Asks a restarted server for {@code things}, first for what it holds alone.
     *
     * @return how many it no longer had, though it had answered them to the end: all of them it fetched again
     */
    int compare(String url, List<Thing> things) throws IOException {
        int again = 0;
        try (RawHttp http = RawHttp.connect(URI.create(url), PATIENCE)) {
            for (Thing thing : things) {
                if (!completed.contains(thing)) {
                    continue;
                }
                if (present(http, thing)) {
                    held.add(thing);
                    continue;
                }
                if (held.contains(thing)) {
                    wrong.add(thing.path() + " had come from the store and is lost");
                }
                again++;
                right(http, thing);
            }
        }
        return again;
    }

    private boolean present(RawHttp http, Thing thing) throws IOException {
        RawHttp.Got got = http.ask("GET", "/go/" + thing.path(), "Disable-Module-Fetch: true");
        if (got.status() == 200 && !thing.is(got.body())) {
            wrong.add(thing.path() + " is held wrong: " + got.length() + " bytes");
        }
        return got.status() == 200;
    }

    private void right(RawHttp http, Thing thing) throws IOException {
        RawHttp.Got got = http.ask("GET", "/go/" + thing.path());
        if (got.status() != 200 || got.end() != RawHttp.End.COMPLETE || !thing.is(got.body())) {
            wrong.add(thing.path() + " cannot be had again: " + got.status() + " " + got.text());
        }
    }

    /** Asks for all that ever completed, as a client does; how many that were. */
    int everything(String url) throws IOException {
        try (RawHttp http = RawHttp.connect(URI.create(url), PATIENCE)) {
            for (Thing thing : completed) {
                right(http, thing);
            }
        }
        return completed.size();
    }

    /** The first thing that was not right; null while there is none. */
    @Nullable
    String wrong() {
        return wrong.peek();
    }

    @Override
    public String toString() {
        return downloads + " downloads completed, all right, of " + completed.size() + " things; " + cut
                + " cut by the kill; " + refusals + " refused with 503";
    }
}
