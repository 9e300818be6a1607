package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Rig;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches have room for one at a time here, which is the least: whatever waits for what it should not hangs. */
class RoomTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final Corpus corpus = Corpora.small(40, 1);
    private final List<Client.Remote> clients = new ArrayList<>();
    private @Nullable Rig rig;

    private Rig rig(Duration patience) throws IOException {
        Rig made = Rig.over(folder, corpus, 2, Rig.Choices.USUAL.with(new Engine.Room(1, patience)));
        rig = made;
        return made;
    }

    @AfterEach
    void stop() {
        if (rig != null) {
            release(rig);
            rig.close();
        }
    }

    private static String at(int module, String what) {
        return Corpora.smallName(module) + "/" + what;
    }

    private CompletableFuture<Answer> ask(Rig at, String line, String path) {
        Client.Remote client = new Client.Remote(line, new Cancellation());
        clients.add(client);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Answer answer = at.answer(path, Map.of(), client);
                        if (answer instanceof Answer.Held held) {
                            held.body().release();
                        }
                        return answer;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    /** Takes the one room, with something that no mirror answers. */
    private CompletableFuture<Answer> occupy(Rig at) {
        at.mirror(0).fault(Fault.BLACK_HOLE, asked -> asked.path().contains("m039"));
        at.mirror(1).fault(Fault.BLACK_HOLE, asked -> asked.path().contains("m039"));
        CompletableFuture<Answer> first = ask(at, "192.0.2.9", at(39, "@v/v1.0.0.zip"));
        await().until(() -> at.underway() > 0);
        return first;
    }

    /** Ends what hangs, and has the mirrors answer again. */
    private static void release(Rig at) {
        for (int i = 0; i < 2; i++) {
            at.mirror(i).fault(Fault.REFUSED);
        }
        for (int i = 0; i < 2; i++) {
            at.mirror(i).heal();
        }
    }

    @Test
    void everything_is_fetched_though_there_is_room_for_one_fetch() throws Exception {
        Rig at = rig(LONG);
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            for (String what : List.of("@v/list", "@latest", "@v/v1.0.0.info", "@v/v1.0.0.mod", "@v/v1.0.0.zip")) {
                all.add(ask(at, "192.0.2." + i, at(i, what)));
            }
            all.add(ask(at, "192.0.2.7", "sumdb/sum.test/lookup/" + Corpora.smallName(i) + "@v1.0.0"));
        }
        all.add(ask(at, "192.0.2.7", "sumdb/sum.test/latest"));
        all.add(ask(at, "192.0.2.7", "sumdb/sum.test/tile/8/0/000.p/40"));
        for (CompletableFuture<Answer> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Held.class);
        }
        await().until(() -> at.underway() == 0 && at.waiting() == 0);
    }

    @Test
    void another_address_is_next_in_line_however_many_requests_one_has_waiting() throws Exception {
        Rig at = rig(LONG);
        var _ = occupy(at);
        List<CompletableFuture<Answer>> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(ask(at, "192.0.2.1", at(i, "@v/v1.0.0.mod")));
        }
        await().until(() -> at.waiting() == 30);
        CompletableFuture<Answer> other = ask(at, "192.0.2.2", at(35, "@v/v1.0.0.mod"));
        await().until(() -> at.waiting() == 31);
        at.mirror(0)
                .fault(
                        Fault.BLACK_HOLE,
                        asked -> asked.path().contains("m039") || asked.path().contains("m020"));
        at.mirror(1)
                .fault(
                        Fault.BLACK_HOLE,
                        asked -> asked.path().contains("m039") || asked.path().contains("m020"));
        assertThat(other.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Held.class);
        assertThat(many.stream().filter(CompletableFuture::isDone).count()).isLessThan(20);
    }

    @Test
    void who_finds_no_room_in_time_is_told_trouble_and_what_is_held_is_served() throws Exception {
        Rig at = rig(Duration.ofMillis(200));
        at.get(at(1, "@v/list"));
        await().until(() -> at.underway() == 0);
        at.pass(Duration.ofMinutes(2));
        var _ = occupy(at);
        Answer refused = ask(at, "192.0.2.1", at(2, "@v/v1.0.0.mod")).get(20, TimeUnit.SECONDS);
        assertThat(refused).isInstanceOfSatisfying(Answer.Trouble.class, trouble -> {
            assertThat(trouble.why()).contains("at its limit of concurrent fetches");
            assertThat(trouble.retryAfter()).isPositive();
        });
        assertThat(at.get(at(1, "@v/list")).held().provisional()).isTrue();
        assertThat(at.asked("/" + at(2, "@v/v1.0.0.mod"))).isZero();
        assertThat(at.waiting()).isZero();
    }

    @Test
    void who_goes_away_leaves_the_line() throws Exception {
        Rig at = rig(LONG);
        var _ = occupy(at);
        List<CompletableFuture<Answer>> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(ask(at, "192.0.2.1", at(i, "@v/v1.0.0.mod")));
        }
        await().until(() -> at.waiting() == 20);
        clients.forEach(client -> client.gone().cancel());
        for (CompletableFuture<Answer> each : many) {
            assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(Answer.Trouble.class);
        }
        assertThat(at.waiting()).isZero();
        release(at);
        await().atMost(Duration.ofSeconds(60)).until(() -> at.underway() == 0);
        assertThat(at.asked("/" + at(3, "@v/v1.0.0.mod"))).isZero();
    }

    @Test
    void what_is_held_is_served_at_once_though_there_is_no_room() throws Exception {
        Rig at = rig(LONG);
        at.get(at(1, "@v/v1.0.0.zip"));
        at.get("sumdb/sum.test/tile/8/0/000.p/40");
        await().until(() -> at.underway() == 0);
        var _ = occupy(at);
        var _ = ask(at, "192.0.2.1", at(2, "@v/v1.0.0.mod"));
        await().until(() -> at.waiting() == 1);
        assertThat(ask(at, "192.0.2.1", at(1, "@v/v1.0.0.zip")).get(20, TimeUnit.SECONDS))
                .isInstanceOf(Answer.Held.class);
        assertThat(ask(at, "192.0.2.1", "sumdb/sum.test/tile/8/0/000.p/40").get(20, TimeUnit.SECONDS))
                .isInstanceOf(Answer.Held.class);
        assertThat(at.waiting()).isEqualTo(1);
    }

    @Test
    void a_fetch_that_needs_what_waits_in_line_has_it_begun() throws Exception {
        Rig at = rig(LONG);
        at.mirror(0).fault(Fault.BLACK_HOLE, Kind.ZIP.only());
        at.mirror(1).fault(Fault.BLACK_HOLE, Kind.ZIP.only());
        CompletableFuture<Answer> zip = ask(at, "192.0.2.1", at(1, "@v/v1.0.0.zip"));
        await().until(() -> at.underway() > 0);
        CompletableFuture<Answer> lookup = ask(at, "192.0.2.2", "sumdb/sum.test/lookup/small.test/m001@v1.0.0");
        // The zip's own fetch looks it up too: were that to wait in line, both would wait for ever.
        assertThat(lookup.get(20, TimeUnit.SECONDS)).isInstanceOf(Answer.Held.class);
        release(at);
        assertThat(zip.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Held.class);
    }
}
