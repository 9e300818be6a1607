package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Selector;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that want the same under one key share one fetch. */
class SingleFlightTest {
    @TempDir
    Path folder;

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private SingleFlight flights;

    /** Answers when it is let. */
    private final Origin origin = new Origin() {
        @Override
        public String name() {
            return "a";
        }

        @Override
        public String domain() {
            return "a";
        }

        @Override
        public Outcome get(Ask ask, Sink sink) throws IOException {
            asked.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Head head = new Head(0, 1, null);
            sink.begin(head);
            sink.write(ByteBuffer.wrap(new byte[] {7}));
            return new Outcome.Found(head, "200");
        }
    };

    @BeforeEach
    void start() throws IOException {
        InstantSource clock = InstantSource.system();
        Health health = new Health(e -> {}, clock);
        Events events = e -> {};
        Budget none = new Budget(0, 0, clock);
        UpstreamAccess access =
                new UpstreamAccess(new Selector(health, clock, new Random(7)), health, none, none, () -> false);
        ExtraRequests extras = new ExtraRequests(none, none, events);
        EntryStorage storage = new EntryStorage(FileStore.open(folder, clock, events), key -> {}, new Semaphore(9));
        FetchTask.Maker tasks = new FetchTask.Maker(
                new UpstreamFetcher(access, extras, new CpuLimiter(1), events, clock),
                new OutageLimiter(extras, health, clock),
                new ResultStore(storage, events, clock),
                events,
                clock);
        flights = new SingleFlight(tasks, new Admission(1), Duration.ofSeconds(30), events, clock);
    }

    @AfterEach
    void land() throws InterruptedException {
        answers.countDown();
        flights.settle(Duration.ofSeconds(20));
    }

    private Resource thing(Object variant, boolean kept) {
        Supplier<List<Resource>> nothing = List::of;
        return new Resource(
                new Key("go", "tile"),
                "tile",
                new Kind("tile", Traffic.CHECKSUM),
                Freshness.IMMUTABLE,
                "text/plain",
                new Recipe.One(
                        new Tiers("go", Selection.PRIORITY, List.of(List.of(origin))),
                        "tile",
                        Verifier.of(Long.MAX_VALUE, () -> whole -> new Verdict.Verified("no record"))),
                Derivation.NONE,
                Derivation.NONE,
                nothing,
                new Policy(Duration.ofSeconds(20), Policy.Unverified.DROP, kept, false, null, false),
                variant);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_expects_the_same_flies_together_whether_it_is_kept_or_not(boolean kept) throws Exception {
        SingleFlight.Waiter first = flights.join(new FetchRequest(thing("head " + 7, kept), null, Caller.ANYBODY));
        SingleFlight.Waiter second = flights.join(new FetchRequest(thing("head " + 7, kept), null, Caller.ANYBODY));
        assertThat(first.joined()).isFalse();
        assertThat(second.joined()).isTrue();
        answers.countDown();
        assertThat(second.flight().await()).isSameAs(first.flight().await());
        assertThat(asked).hasValue(1);
        first.close();
        second.close();
    }

    @Test
    void who_expects_something_else_of_the_same_key_flies_alone() throws Exception {
        SingleFlight.Waiter first = flights.join(new FetchRequest(thing("head 7", true), null, Caller.ANYBODY));
        SingleFlight.Waiter second = flights.join(new FetchRequest(thing("head 8", true), null, Caller.ANYBODY));
        assertThat(second.joined()).isFalse();
        answers.countDown();
        assertThat(second.flight().await()).isNotSameAs(first.flight().await());
        assertThat(asked).hasValue(2);
        first.close();
        second.close();
    }

    @Test
    void what_peers_hold_is_another_matter_than_what_can_be_fetched() {
        Resource whole = thing("it", true);
        Tiers peers = whole.recipe().origins();
        try (SingleFlight.Waiter fetched = flights.join(new FetchRequest(whole, null, Caller.ANYBODY));
                SingleFlight.Waiter held = flights.join(new FetchRequest(whole.heldBy(peers), null, Caller.ANYBODY));
                SingleFlight.Waiter again = flights.join(new FetchRequest(whole.heldBy(peers), null, Caller.ANYBODY))) {
            assertThat(List.of(fetched.joined(), held.joined(), again.joined())).containsExactly(false, false, true);
            answers.countDown();
        }
    }

    @Test
    void everything_of_one_key_is_waited_for() throws Exception {
        flights.join(new FetchRequest(thing("head 7", true), null, Caller.ANYBODY))
                .close();
        flights.join(new FetchRequest(thing("head 8", true), null, Caller.ANYBODY))
                .close();
        answers.countDown();
        flights.settle(new Key("go", "tile"), Duration.ofSeconds(20));
        assertThat(joinsNobody()).isTrue();
    }

    private boolean joinsNobody() {
        try (SingleFlight.Waiter seat = flights.join(new FetchRequest(thing("head 7", true), null, Caller.ANYBODY))) {
            return !seat.joined();
        }
    }

    @Test
    void what_a_flight_needs_begins_at_once_also_where_it_already_waits_in_line() throws Exception {
        Caller client = new Caller(false, List.of(), new Client.Remote("192.0.2.1", new Cancellation()));
        try (SingleFlight.Waiter first = flights.join(new FetchRequest(thing("head 7", true), null, client));
                SingleFlight.Waiter waiting = flights.join(new FetchRequest(thing("head 8", true), null, client))) {
            assertThat(first.flight().isStarted()).isTrue();
            assertThat(waiting.flight().isStarted()).isFalse();
            assertThat(flights.waiting()).isEqualTo(1);
            try (SingleFlight.Waiter needed =
                    flights.join(new FetchRequest(thing("head 8", true), null, Caller.ANYBODY))) {
                assertThat(needed.joined()).isTrue();
                assertThat(waiting.flight().isStarted()).isTrue();
            }
            answers.countDown();
        }
    }

    @Test
    void what_waits_in_line_and_nobody_wants_any_more_is_never_fetched() throws Exception {
        Caller client = new Caller(false, List.of(), new Client.Remote("192.0.2.1", new Cancellation()));
        try (SingleFlight.Waiter _ = flights.join(new FetchRequest(thing("head 7", true), null, client))) {
            flights.join(new FetchRequest(thing("head 8", true), null, client)).close();
            assertThat(flights.waiting()).isZero();
        }
        answers.countDown();
        flights.settle(Duration.ofSeconds(20));
        assertThat(asked).hasValue(1);
    }

    @Test
    void what_the_server_wants_for_itself_is_fetched_after_what_clients_want() throws Exception {
        Caller client = new Caller(false, List.of(), new Client.Remote("192.0.2.1", new Cancellation()));
        try (SingleFlight.Waiter _ = flights.join(new FetchRequest(thing("head 7", true), null, client))) {
            flights.refresh(thing("head 8", true));
            assertThat(flights.waiting()).isZero();
            assertThat(flights.count()).isEqualTo(1);
        }
        answers.countDown();
        flights.settle(Duration.ofSeconds(20));
        assertThat(asked).hasValue(2);
    }
}
