package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.ExtraReason;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Budget;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks while nobody is thought well of, and what the others are told. */
class OutageLimiterTest {
    private record Named(String name, String domain) implements Origin {
        @Override
        public Outcome get(Ask ask, Sink sink) {
            throw new AssertionError("nobody asks " + name + " here");
        }
    }

    private static final FetchResult.Failed TROUBLE =
            new FetchResult.Failed("503", Duration.ofSeconds(5), List.of(new UpstreamReport("a", "503")));

    private static final FetchResult UNCHANGED = new FetchResult.Unchanged("a", RescuedBy.NOTHING);

    private final World world = new World();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Tiers chain = new Tiers(
            "go", Selection.PRIORITY, List.of(List.of(new Named("a", "a"), new Named("b", "b"), new Named("c", "c"))));
    private final Tiers other = new Tiers("npm", Selection.PRIORITY, chain.tiers());

    /** With room for {@code attempts} of all three origins. */
    private OutageLimiter outages(int attempts) {
        return new OutageLimiter(world.extras(new Budget(0, 0.3 * attempts, world)), world.health(), world);
    }

    private FetchResult.@Nullable Failed instead(OutageLimiter outages, Tiers origins) throws InterruptedException {
        return outages.shortCircuit(origins, Traffic.METADATA, over::get);
    }

    @Test
    void as_many_ask_as_there_is_budget_for_an_origin_a_retry() throws Exception {
        OutageLimiter outages = outages(2);
        for (int i = 0; i < 2; i++) {
            assertThat(instead(outages, chain)).isNull();
            outages.record(chain, Traffic.METADATA, TROUBLE);
        }
        FetchResult.Failed told = instead(outages, chain);
        assertThat(told).isNotNull();
        assertThat(told.why()).isEqualTo("all upstreams are down; a moment ago: 503");
        assertThat(told.said()).containsExactly(new UpstreamReport("a", "503"));
        assertThat(told.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(world.extras(ExtraReason.ATTEMPT)).containsExactly(true, true, false);
    }

    @ParameterizedTest(name = "{0} ms after the last word: asks {1}")
    @CsvSource({"0, false", "999, false", "1000, true"})
    void without_budget_somebody_asks_once_the_last_word_is_a_second_old(long millis, boolean asks) throws Exception {
        OutageLimiter outages = outages(1);
        instead(outages, chain);
        outages.record(chain, Traffic.METADATA, TROUBLE);
        world.pass(millis);
        assertThat(instead(outages, chain) == null).isEqualTo(asks);
    }

    @Test
    void another_chain_or_class_of_traffic_has_heard_nothing_by_that() throws Exception {
        OutageLimiter outages = outages(1);
        instead(outages, chain);
        outages.record(chain, Traffic.METADATA, TROUBLE);
        assertThat(instead(outages, chain)).isNotNull();
        assertThat(instead(outages, other)).isNull();
        assertThat(outages.shortCircuit(chain, Traffic.ARCHIVE, over::get)).isNull();
    }

    @Test
    void after_a_word_that_is_no_trouble_everybody_may_ask() throws Exception {
        OutageLimiter outages = outages(1);
        instead(outages, chain);
        outages.record(chain, Traffic.METADATA, UNCHANGED);
        for (int i = 0; i < 10; i++) {
            assertThat(instead(outages, chain)).isNull();
        }
    }

    @Test
    void once_it_is_over_everybody_may_ask() throws Exception {
        OutageLimiter outages = outages(1);
        instead(outages, chain);
        outages.record(chain, Traffic.METADATA, TROUBLE);
        over.set(true);
        assertThat(instead(outages, chain)).isNull();
    }

    @Test
    void chains_of_before_are_forgotten_once_nobody_asks_and_their_word_is_old() throws Exception {
        OutageLimiter outages = outages(1000);
        instead(outages, chain);
        for (int i = 0; i < 10; i++) {
            Tiers reloaded = new Tiers("npm" + i, Selection.PRIORITY, chain.tiers());
            instead(outages, reloaded);
            outages.record(reloaded, Traffic.METADATA, TROUBLE);
            world.pass(1000);
        }
        assertThat(outages.chains()).as("the one that is asked, and the last").isEqualTo(2);
        outages.record(chain, Traffic.METADATA, TROUBLE);
        world.pass(1000);
        instead(outages, other);
        assertThat(outages.chains()).isEqualTo(1);
    }

    private CompletableFuture<String> waiting(OutageLimiter outages) {
        CompletableFuture<String> came = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            try {
                FetchResult.Failed told = instead(outages, chain);
                came.complete(told == null ? "asks" : told.why());
            } catch (InterruptedException e) {
                came.completeExceptionally(e);
            }
        });
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING || came.isDone());
        assertThat(came).as("waits while somebody asks").isNotDone();
        return came;
    }

    @Test
    void while_the_first_still_asks_the_others_wait_for_what_it_is_told() throws Exception {
        OutageLimiter outages = outages(1);
        assertThat(instead(outages, chain)).isNull();
        CompletableFuture<String> second = waiting(outages);
        outages.record(chain, Traffic.METADATA, TROUBLE);
        assertThat(second.get()).isEqualTo("all upstreams are down; a moment ago: 503");
    }

    @Test
    void one_that_waits_asks_as_soon_as_there_is_budget_though_the_first_hangs() throws Exception {
        OutageLimiter outages = outages(1);
        assertThat(instead(outages, chain)).isNull();
        CompletableFuture<String> second = waiting(outages);
        world.pass(Duration.ofSeconds(10));
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("asks");
    }

    @Test
    void where_the_first_comes_to_nothing_another_asks() throws Exception {
        OutageLimiter outages = outages(1);
        instead(outages, chain);
        CompletableFuture<String> second = waiting(outages);
        outages.record(chain, Traffic.METADATA, null);
        assertThat(second.get()).isEqualTo("asks");
    }
}
