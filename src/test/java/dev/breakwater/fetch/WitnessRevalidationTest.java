package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import dev.breakwater.fetch.WitnessRig.Speaker;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What witnesses agree on is asked for again under the condition of each: that its own statement has changed. */
class WitnessRevalidationTest {
    /** The words of all statements; lasts unless one is {@code doubt}, and what says {@code lie} is wrong. */
    private static final Agreement UNION = new Agreement() {
        @Override
        public String malformed(Content content) {
            return "";
        }

        @Override
        public Merged merge(MergeRequest request) {
            TreeSet<String> words = new TreeSet<>();
            for (Statement statement : request.statements()) {
                words.addAll(List.of(text(statement.bytes()).split(" ")));
            }
            List<String> wrong = request.statements().stream()
                    .filter(statement -> text(statement.bytes()).contains("lie"))
                    .map(Statement::origin)
                    .toList();
            words.remove("lie");
            byte[] bytes = String.join(" ", words).getBytes(StandardCharsets.UTF_8);
            return new Merged(
                    out -> out.write(bytes),
                    request.statements().size() >= request.wanted(),
                    !words.contains("doubt"),
                    wrong,
                    Map.of(),
                    "");
        }
    };

    @TempDir
    Path folder;

    private final Speaker a = new Speaker("a", "one");
    private final Speaker b = new Speaker("b", "one");
    private final Speaker c = new Speaker("c", "one");
    private WitnessRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new WitnessRig(folder);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Answer.Held held(Origin... origins) throws InterruptedException {
        return (Answer.Held) rig.get(UNION, origins);
    }

    private String get(Origin... origins) throws InterruptedException {
        Answer.Held told = held(origins);
        return told.status() + " " + text(((Body.Bytes) told.body()).bytes());
    }

    /** After what is held has had its time. */
    private String later(Origin... origins) throws InterruptedException {
        rig.pass(Duration.ofMinutes(2));
        return get(origins);
    }

    private Entry kept() throws IOException {
        return rig.store().find(WitnessRig.KEY).orElseThrow();
    }

    private void forget(Speaker... speakers) {
        for (Speaker speaker : speakers) {
            speaker.asked();
        }
    }

    private static void wereAsked(Speaker speaker, @Nullable String... conditions) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(speaker.askedSoFar()).containsExactly(conditions));
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(speaker.askedSoFar()).containsExactly(conditions));
        speaker.asked();
    }

    @Test
    void what_has_not_changed_at_two_is_current() throws Exception {
        assertThat(get(a, b)).isEqualTo("MISS one");
        forget(a, b);
        Instant before = kept().validated();
        assertThat(later(a, b)).isEqualTo("REVALIDATED one");
        assertThat(kept().validated()).isAfter(before);
        assertThat(get(a, b)).isEqualTo("HIT one");
        wereAsked(a, "\"aone\"");
        wereAsked(b, "\"bone\"");
        assertThat(later(a, b)).isEqualTo("REVALIDATED one");
    }

    @Test
    void what_is_refreshed_behind_is_asked_for_in_the_same_way() throws Exception {
        get(a, b);
        forget(a, b);
        rig.pass(Duration.ofMinutes(2));
        rig.refresh(UNION, a, b);
        wereAsked(a, "\"aone\"");
        wereAsked(b, "\"bone\"");
        assertThat(get(a, b)).isEqualTo("HIT one");
    }

    @Test
    void news_of_one_makes_the_other_say_all_of_it_again() throws Exception {
        a.says("one lag");
        get(a, b);
        forget(a, b);
        b.says("one two");
        assertThat(later(a, b)).isEqualTo("MISS lag one two");
        wereAsked(a, "\"aone lag\"", null);
        wereAsked(b, "\"bone\"");
        assertThat(kept().meta().standing()).isEqualTo(Standing.CONFIRMED);
        assertThat(kept().meta().etags()).isEqualTo(Map.of("a", "\"aone lag\"", "b", "\"bone two\""));
        assertThat(later(a, b)).isEqualTo("REVALIDATED lag one two");
    }

    @Test
    void word_of_one_that_nothing_has_changed_is_told_and_not_believed() throws Exception {
        get(a, b);
        b.ends(new Outcome.Unavailable("500"));
        Instant before = kept().validated();
        rig.pass(Duration.ofMinutes(2));
        Answer.Held told = held(a, b);
        assertThat(told.status()).isEqualTo(CacheStatus.REVALIDATED);
        assertThat(text(((Body.Bytes) told.body()).bytes())).isEqualTo("one");
        assertThat(told.provisional()).isTrue();
        assertThat(kept().validated()).isEqualTo(before);
        forget(a);
        assertThat(get(a, b)).isEqualTo("REVALIDATED one");
        assertThat(a.asked()).containsExactly("\"aone\"");
    }

    @Test
    void second_word_that_comes_behind_the_answer_makes_it_current() throws Exception {
        get(a, b);
        b.fails(1);
        rig.pass(Duration.ofMinutes(2));
        assertThat(held(a, b).provisional()).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(get(a, b)).isEqualTo("HIT one"));
    }

    @Test
    void third_stands_in_for_one_that_fails() throws Exception {
        get(a, b, c);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kept().meta().etags()).containsKey("c"));
        b.ends(new Outcome.Unavailable("500"));
        assertThat(later(a, b, c)).isEqualTo("REVALIDATED one");
        assertThat(get(a, b, c)).isEqualTo("HIT one");
    }

    @Test
    void an_unasked_304_is_trouble() throws Exception {
        b.ends(new Outcome.NotModified("304"));
        Answer.Held told = held(a, b);
        assertThat(told.provisional()).isTrue();
        assertThat(kept().meta().by()).isEqualTo("1 witness");
        assertThat(rig.get(UNION, b)).isInstanceOf(Answer.Held.class);
        rig.store().remove(WitnessRig.KEY);
        assertThat(rig.get(UNION, b)).isInstanceOf(Answer.Trouble.class);
    }

    @Test
    void one_that_says_304_again_without_a_condition_is_trouble() throws Exception {
        get(a, b);
        a.ends(new Outcome.NotModified("304"));
        b.says("two");
        rig.pass(Duration.ofMinutes(2));
        Answer.Held told = held(a, b);
        assertThat(text(((Body.Bytes) told.body()).bytes())).isEqualTo("two");
        assertThat(told.provisional()).isTrue();
        assertThat(text(kept().bytes(100))).isEqualTo("one");
    }

    @Test
    void an_etag_is_sent_to_no_other_origin() throws Exception {
        get(a, b);
        forget(a, b);
        Speaker other = new Speaker("other", "b", "one");
        assertThat(later(other, c)).isEqualTo("MISS one");
        wereAsked(other, (String) null);
        wereAsked(c, (String) null);
        assertThat(a.asked()).isEmpty();
    }

    @Test
    void lone_domain_is_asked_by_the_etag_of_each_of_its_origins() throws Exception {
        Speaker twin = new Speaker("twin", "a", "one");
        assertThat(get(a, twin)).isEqualTo("MISS one");
        assertThat(later(a, twin)).isEqualTo("REVALIDATED one");
        assertThat(a.asked()).containsExactly(null, "\"aone\"");
        a.ends(new Outcome.Unavailable("500"));
        assertThat(later(a, twin)).isEqualTo("MISS one");
        wereAsked(twin, (String) null);
    }

    @Test
    void mirrors_that_say_304_for_ever_do_not_hide_the_news_of_another() throws Exception {
        get(a, b, c);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kept().meta().etags()).containsOnlyKeys("a", "b", "c"));
        forget(a, b, c);
        c.says("one two");
        assertThat(later(a, b, c)).isEqualTo("REVALIDATED one");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(get(a, b, c)).isEqualTo("HIT one two"));
        wereAsked(a, "\"aone\"", null);
        wereAsked(b, "\"bone\"", null);
        wereAsked(c, "\"cone\"");
        assertThat(later(a, b, c)).isEqualTo("REVALIDATED one two");
    }

    @Test
    void news_that_no_second_origin_confirms_changes_nothing() throws Exception {
        get(a, b, c);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kept().meta().etags()).containsOnlyKeys("a", "b", "c"));
        forget(a, b, c);
        rig.pass(Duration.ofMinutes(2));
        a.ends(new Outcome.NotModified("304"));
        b.ends(new Outcome.NotModified("304"));
        c.says("other");
        assertThat(get(a, b, c)).isEqualTo("REVALIDATED one");
        wereAsked(a, "\"aone\"", null);
        assertThat(get(a, b, c)).isEqualTo("HIT one");
    }

    @Test
    void all_are_asked_by_their_etags_once_the_answer_was_completed() throws Exception {
        get(a, b, c);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(kept().meta().etags()).containsOnlyKeys("a", "b", "c"));
        forget(a, b, c);
        for (int i = 0; i < 3; i++) {
            assertThat(later(a, b, c)).isEqualTo("REVALIDATED one");
            wereAsked(a, "\"aone\"");
            wereAsked(b, "\"bone\"");
            wereAsked(c, "\"cone\"");
        }
    }

    @Test
    void none_is_asked_by_an_etag_unless_enough_gave_one() throws Exception {
        b.untagged();
        get(a, b);
        forget(a, b);
        assertThat(later(a, b)).isEqualTo("MISS one");
        wereAsked(a, (String) null);
        wereAsked(b, (String) null);
    }

    @Test
    void what_may_come_to_something_else_is_asked_for_in_full() throws Exception {
        a.says("doubt");
        get(a, b);
        assertThat(kept().meta().etags()).isEmpty();
        assertThat(later(a, b)).isEqualTo("MISS doubt one");
    }

    @Test
    void one_that_was_wrong_is_asked_for_all_of_it_again() throws Exception {
        b.says("lie");
        get(a, b);
        assertThat(kept().meta().etags()).containsOnlyKeys("a");
        assertThat(rig.events(Event.ContentChecked.class)).hasSize(1);
        forget(a, b);
        later(a, b);
        wereAsked(a, (String) null);
        wereAsked(b, (String) null);
    }

    @Test
    void peer_that_could_not_ask_is_no_witness_that_nothing_has_changed() throws Exception {
        get(a, b);
        b.stale(true);
        Instant before = kept().validated();
        rig.pass(Duration.ofMinutes(2));
        assertThat(held(a, b).provisional()).isTrue();
        a.ends(new Outcome.Unavailable("500"));
        assertThat(held(a, b).status()).isEqualTo(CacheStatus.STALE);
        assertThat(kept().validated()).isEqualTo(before);
    }

    @Test
    void one_that_says_304_contradicts_another_that_says_404() throws Exception {
        get(a, b);
        a.ends(new Outcome.Missing("404"));
        assertThat(later(a, b)).isEqualTo("REVALIDATED one");
    }
}
