package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.sumdb.HeadRelation.ForkedHead;
import dev.breakwater.sumdb.HeadRelation.MalformedHead;
import dev.breakwater.sumdb.HeadRelation.SameTimeline;
import dev.breakwater.sumdb.HeadRelation.Unproven;
import dev.breakwater.sumdb.LookupResult.Authentic;
import dev.breakwater.sumdb.LookupResult.Forged;
import dev.breakwater.sumdb.LookupResult.Unknown;
import dev.breakwater.testing.SigningDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How heads become ours, and what happens to those that cannot. */
final class TimelineTest {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final SigningDatabase signer = new SigningDatabase("sum.example", 66_000);
    private final KeptHead heads = new KeptHead();
    private final Mirrors honest = Mirrors.of("honest", signer::get);
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    private Database over(Source source) {
        return new Database(VerifierKey.parse(signer.key()), source, heads, events::add, () -> now);
    }

    private static void grow(SigningDatabase signer, String name, int count) {
        for (int i = 0; i < count; i++) {
            signer.add(name + i, "v1.0.0", "h1:" + name + i, "h1:mod" + i);
        }
    }

    private byte[] latest() {
        return signer.latestAt(signer.size());
    }

    private static byte[] reply(SigningDatabase signer, String module) {
        return Objects.requireNonNull(signer.get("lookup/" + module + "@v1.0.0"));
    }

    private List<Event> behind() {
        return events.stream()
                .filter(event -> event instanceof Event.HeadTold told && told.behind())
                .toList();
    }

    private List<Event> alarms() {
        return events.stream().filter(event -> event instanceof Event.Forked).toList();
    }

    @Test
    void the_first_head_needs_two_sources_that_agree() throws Exception {
        grow(signer, "m", 10);
        Database database = over(honest);

        assertThat(database.seed(List.of(latest()), 2)).isInstanceOf(Unproven.class);
        assertThat(heads.load()).isNull();
        assertThat(database.seed(List.of(signer.latestAt(66_005), latest()), 3)).isInstanceOf(SameTimeline.class);
        assertThat(heads.load()).isEqualTo(database.head());
        assertThat(Objects.requireNonNull(database.head()).size()).isEqualTo(66_010);
    }

    @Test
    void one_source_is_enough_where_there_is_one_and_none_never() throws Exception {
        assertThat(over(honest).seed(List.of(), 1)).isInstanceOf(Unproven.class);
        assertThat(over(honest).seed(List.of("junk".getBytes(UTF_8)), 1)).isInstanceOf(MalformedHead.class);
        assertThat(over(honest).seed(List.of(latest()), 1)).isInstanceOf(SameTimeline.class);
    }

    @Test
    void first_heads_of_two_timelines_are_a_fork_and_neither_is_believed() throws Exception {
        SigningDatabase fork = signer.fork(65_000);
        grow(fork, "evil", 300);
        Mirrors both = Mirrors.of("forked", fork::get).and("honest", signer::get);

        assertThat(over(both).seed(List.of(latest(), fork.latestAt(fork.size())), 2))
                .isInstanceOf(ForkedHead.class);
        assertThat(heads.load()).isNull();
        assertThat(alarms()).hasSize(1);
    }

    /** What could not be begun with proves nothing: a reply under either head is judged as if no head had been told. */
    @Test
    void first_heads_that_disagree_leave_right_replies_right() throws Exception {
        SigningDatabase fork = signer.fork(65_000);
        grow(fork, "evil", 300);
        grow(signer, "m", 10);
        Database database = over(Mirrors.of("forked", fork::get).and("honest", signer::get));
        database.seed(List.of(latest(), fork.latestAt(fork.size())), 2);

        assertThat(database.lookup("m3", "v1.0.0", reply(signer, "m3"))).isInstanceOf(LookupResult.Authentic.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 2000})
    void of_three_first_heads_the_two_of_one_timeline_are_believed_and_the_third_is_a_fork(int growth)
            throws Exception {
        SigningDatabase fork = signer.fork(65_000);
        grow(fork, "evil", growth);
        grow(signer, "m", 10);
        Mirrors both = Mirrors.of("honest", signer::get).and("forked", fork::get);
        Database database = over(both);

        List<byte[]> told = List.of(fork.latestAt(fork.size()), signer.latestAt(66_005), latest());
        assertThat(database.seed(told, 3)).isInstanceOf(SameTimeline.class);
        assertThat(Objects.requireNonNull(heads.load()).size()).isEqualTo(66_010);
        assertThat(alarms()).isNotEmpty();
        assertThat(database.latest("forked", fork.latestAt(fork.size()))).isInstanceOf(ForkedHead.class);
    }

    @Test
    void a_bigger_head_moves_ours_forward_and_a_smaller_one_changes_nothing() throws Exception {
        Database database = over(honest);
        database.seed(List.of(latest()), 1);
        grow(signer, "m", 700);

        assertThat(database.latest("one", latest())).isInstanceOf(SameTimeline.class);
        assertThat(database.latest("two", signer.latestAt(66_123))).isInstanceOf(SameTimeline.class);
        assertThat(database.latest("two", signer.latestAt(0))).isInstanceOf(SameTimeline.class);
        assertThat(database.latest("two", signer.latestAt(1))).isInstanceOf(SameTimeline.class);
        assertThat(heads.history()).extracting(TreeHead::size).containsExactly(66_000L, 66_700L);
        assertThat(behind()).isEmpty();
        assertThat(alarms()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "66000, 65000, smaller than ours",
        "66000, 65999, as big as ours",
        "66000, 65536, bigger than ours",
        "66000, 0, nothing in common"
    })
    void a_head_of_another_timeline_is_a_fork(long ours, long common, String how) throws Exception {
        SigningDatabase fork = signer.fork(common);
        int growth = how.startsWith("smaller") ? 500 : how.startsWith("as") ? 1 : 2000;
        grow(fork, "evil", growth);
        Mirrors both = Mirrors.of("honest", signer::get).and("forked", fork::get);
        Database database = over(both);
        assertThat(database.seed(List.of(signer.latestAt(ours)), 1)).isInstanceOf(SameTimeline.class);
        int kept = both.kept().size();

        assertThat(database.latest("forked", fork.latestAt(fork.size()))).isInstanceOf(ForkedHead.class);
        assertThat(database.lookup("evil0", "v1.0.0", reply(fork, "evil0")))
                .isInstanceOfSatisfying(
                        Forged.class, forged -> assertThat(forged.why()).contains("forked"));
        assertThat(heads.history()).hasSize(1);
        // What the fork made us fetch may be kept where it is ours as well, and nowhere else.
        assertThat(both.kept().size()).isGreaterThanOrEqualTo(kept);
        both.kept().forEach((tile, bytes) -> assertThat(bytes).isEqualTo(signer.get(tile.path())));
        assertThat(alarms())
                .hasSize(2)
                .first()
                .satisfies(alarm -> assertThat(alarm.toString())
                        .contains("go.sum database tree\n66000\n", "go.sum database tree\n" + fork.size() + "\n"));
    }

    @Test
    void a_forked_head_spoils_a_record_that_both_timelines_have() throws Exception {
        SigningDatabase base = new SigningDatabase("sum.example");
        grow(base, "m", 400);
        SigningDatabase fork = base.fork(400);
        grow(base, "good", 100);
        grow(fork, "evil", 200);
        Database database = over(Mirrors.of("honest", base::get).and("forked", fork::get));
        database.seed(List.of(base.latestAt(500)), 1);

        assertThat(database.lookup("m7", "v1.0.0", reply(base, "m7"))).isInstanceOf(Authentic.class);
        assertThat(database.lookup("m7", "v1.0.0", reply(fork, "m7"))).isInstanceOf(Forged.class);
    }

    @Test
    void a_head_that_cannot_be_proven_now_does_not_spoil_a_record_of_our_tree() throws Exception {
        SigningDatabase small = new SigningDatabase("sum.example");
        grow(small, "m", 400);
        byte[] first = small.latestAt(400);
        Mirrors lagging = Mirrors.of("lagging", path -> small.getAt(path, 400));
        Database database = over(lagging);
        database.seed(List.of(first), 1);
        grow(small, "late", 1000);

        assertThat(database.lookup("m7", "v1.0.0", reply(small, "m7"))).isInstanceOf(Authentic.class);
        assertThat(database.lookup("late7", "v1.0.0", reply(small, "late7"))).isInstanceOf(Unknown.class);
        assertThat(heads.history()).hasSize(1);
        assertThat(events).hasSize(1).first().isInstanceOf(Event.LogNote.class);
    }

    @Test
    void a_restart_forgets_no_fork() throws Exception {
        SigningDatabase fork = signer.fork(65_000);
        grow(fork, "evil", 3000);
        over(honest).seed(List.of(latest()), 1);

        Database restarted = over(Mirrors.of("forked", fork::get).and("honest", signer::get));
        assertThat(restarted.lookup("evil0", "v1.0.0", reply(fork, "evil0"))).isInstanceOf(Forged.class);
    }

    @Test
    void what_was_proven_before_a_restart_can_be_proven_in_the_dark() throws Exception {
        grow(signer, "m", 1000);
        Database database = over(honest);
        database.seed(List.of(signer.latestAt(66_400)), 1);
        database.latest("honest", latest());
        byte[] old = signer.lookupAt("m7", "v1.0.0", 66_300);
        assertThat(database.lookup("m7", "v1.0.0", old)).isInstanceOf(Authentic.class);
        honest.takeFetched();

        Database restarted = over(honest.before(tile -> {
            throw new AssertionError("in the dark, asked for " + tile);
        }));
        assertThat(restarted.lookup("m7", "v1.0.0", old)).isInstanceOf(Authentic.class);
        assertThat(restarted.tile(new Tile(0, 258, 100))).isInstanceOf(TileAnswer.TileFound.class);
    }

    @Test
    void before_the_first_head_is_agreed_on_lookups_work_and_nothing_is_kept() throws Exception {
        grow(signer, "m", 600);
        Database database = over(honest);

        assertThat(database.lookup("m7", "v1.0.0", signer.lookupAt("m7", "v1.0.0", 66_100)))
                .isInstanceOf(Authentic.class);
        assertThat(database.lookup("m8", "v1.0.0", signer.lookupAt("m8", "v1.0.0", 66_500)))
                .isInstanceOf(Authentic.class);
        assertThat(honest.kept()).isEmpty();
        assertThat(heads.load()).isNull();

        assertThat(database.seed(List.of(signer.latestAt(66_200)), 1)).isInstanceOf(SameTimeline.class);
        assertThat(Objects.requireNonNull(heads.load()).size()).isEqualTo(66_500);
        assertThat(honest.kept()).isNotEmpty();
    }

    @Test
    void what_was_seen_before_the_first_head_yields_to_two_who_agree() throws Exception {
        SigningDatabase fork = signer.fork(65_000);
        grow(fork, "evil", 300);
        Database database = over(Mirrors.of("forked", fork::get).and("honest", signer::get));
        assertThat(database.lookup("evil0", "v1.0.0", reply(fork, "evil0"))).isInstanceOf(Authentic.class);

        assertThat(database.seed(List.of(latest(), latest()), 2)).isInstanceOf(SameTimeline.class);
        assertThat(Objects.requireNonNull(heads.load()).size()).isEqualTo(66_000);
        assertThat(database.lookup("evil0", "v1.0.0", reply(fork, "evil0"))).isInstanceOf(Forged.class);
    }

    @Test
    void a_reset_starts_over_with_the_next_bigger_head() throws Exception {
        Database database = over(honest);
        database.seed(List.of(latest()), 1);
        heads.reset();
        grow(signer, "m", 10);

        assertThat(database.latest("honest", latest())).isInstanceOf(SameTimeline.class);
        assertThat(heads.load()).isNull();
        assertThat(database.seed(List.of(latest()), 1)).isInstanceOf(SameTimeline.class);
        assertThat(heads.load()).isNotNull();
    }

    @Test
    void a_head_that_another_process_has_moved_on_is_followed() throws Exception {
        Database database = over(honest);
        database.seed(List.of(latest()), 1);
        grow(signer, "m", 50);
        over(honest).latest("honest", signer.latestAt(66_040));

        assertThat(database.latest("honest", signer.latestAt(66_020))).isInstanceOf(SameTimeline.class);
        assertThat(database.latest("honest", latest())).isInstanceOf(SameTimeline.class);
        assertThat(heads.history()).extracting(TreeHead::size).containsExactly(66_000L, 66_040L, 66_050L);
    }

    @Test
    void a_head_that_cannot_be_kept_is_not_relied_on() throws Exception {
        SigningDatabase small = new SigningDatabase("sum.example");
        grow(small, "m", 10);
        Heads full = new Heads() {
            @Override
            public @Nullable TreeHead load() {
                return TreeHead.open(small.latestAt(5), VerifierKey.parse(small.key()));
            }

            @Override
            public boolean advance(@Nullable TreeHead from, TreeHead to) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        Database database = new Database(
                VerifierKey.parse(small.key()), Mirrors.of("honest", small::get), full, events::add, () -> now);

        assertThat(database.lookup("m9", "v1.0.0", reply(small, "m9")))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.why()).contains("no space left"));
        assertThat(Objects.requireNonNull(database.head()).size()).isEqualTo(5);
    }

    @Test
    void a_source_a_day_behind_is_told_once_it_is_asked_and_not_distrusted() throws Exception {
        Database database = over(honest);
        byte[] old = latest();
        database.seed(List.of(old), 1);
        grow(signer, "m", 10);
        database.latest("fresh", latest());
        now = now.plus(Duration.ofHours(2));
        database.latest("fresh", latest());
        now = now.plus(Duration.ofHours(23));
        assertThat(database.latest("lagging", old)).isInstanceOf(SameTimeline.class);
        assertThat(behind()).isEmpty();

        now = now.plus(Duration.ofHours(1));
        assertThat(database.latest("lagging", old)).isInstanceOf(SameTimeline.class);
        assertThat(behind()).containsExactly(new Event.HeadTold("sum.example", "lagging", true, 66_000));
        database.latest("lagging", latest());
        assertThat(events.getLast()).isEqualTo(new Event.HeadTold("sum.example", "lagging", false, 66_010));
    }

    @Test
    void a_latest_that_nobody_signed_is_malformed() throws Exception {
        Function<String, byte[]> sign = text -> new SigningDatabase("sum.other").sign(text);
        assertThat(over(honest)
                        .latest(
                                "liar",
                                sign.apply("go.sum database tree\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n")))
                .isInstanceOf(MalformedHead.class);
    }
}
