package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.verify.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is made from another resource, and what points to one. */
class DerivedTest extends FormRig {
    @Test
    void a_form_is_made_once_and_kept() throws Exception {
        assertThat(text(form())).isEqualTo("MISS ONE");
        assertThat(text(form())).isEqualTo("HIT ONE");
        assertThat(((Answer.Held) form()).content().type()).isEqualTo("text/x-short");
        assertThat(made).hasValue(1);
        assertThat(registry.asked).hasValue(1);
        assertThat(text(source("full").get(Caller.ANYBODY))).isEqualTo("HIT one");
    }

    @Test
    void a_form_of_what_has_not_changed_is_not_made_again() throws Exception {
        form();
        passed.set(MINUTE.multipliedBy(2));
        assertThat(text(form())).isEqualTo("REVALIDATED ONE");
        assertThat(text(form())).isEqualTo("HIT ONE");
        assertThat(made).hasValue(1);
    }

    @Test
    void a_form_follows_its_source_whoever_has_fetched_that() throws Exception {
        form();
        registry.content = "two";
        passed.set(MINUTE.multipliedBy(2));
        assertThat(text(source("full").get(Caller.ANYBODY))).isEqualTo("MISS two");
        engine.settle(Duration.ofSeconds(20));
        assertThat(text(form())).endsWith(" TWO");
        assertThat(made).hasValue(2);
    }

    @Test
    void a_form_that_is_made_in_another_way_is_made_again() throws Exception {
        form();
        upper.version = "upper 2";
        form();
        assertThat(made).hasValue(2);
        assertThat(registry.asked).hasValue(1);
    }

    @Test
    void a_form_is_served_and_made_with_everything_dark() throws Exception {
        form();
        passed.set(MINUTE.multipliedBy(2));
        registry.dark = true;
        assertThat(text(form())).isEqualTo("STALE ONE");
        store.remove(new Key("r", "short"));
        assertThat(text(form())).isEqualTo("STALE ONE");
        assertThat(store.find(new Key("r", "short"))).as("it is not current").isEmpty();
        offline.set(true);
        assertThat(text(form())).endsWith(" ONE");
    }

    @Test
    void what_the_source_comes_to_is_what_the_form_comes_to() throws Exception {
        assertThat(get(new Recipe.Derived(source("nothing"), upper), "x")).isInstanceOf(Answer.Absent.class);
        registry.content = "unfit";
        assertThat(form())
                .isInstanceOfSatisfying(
                        Answer.Absent.class, absent -> assertThat(absent.why()).contains("it has no upper case"));
        registry.dark = true;
        assertThat(get(new Recipe.Derived(source("other"), upper), "y")).isInstanceOf(Answer.Trouble.class);
    }

    @Test
    void a_form_has_a_limit_that_is_not_tried_again_for_each_request() throws Exception {
        upper.largest = 2;
        for (int i = 0; i < 3; i++) {
            assertThat(form())
                    .isInstanceOfSatisfying(
                            Answer.Absent.class,
                            absent -> assertThat(absent.why()).contains("too large"));
        }
        assertThat(made).hasValue(1);
        assertThat(store.find(new Key("r", "short"))).isEmpty();
    }

    @Test
    void a_form_of_what_is_not_kept_for_others_is_not_kept_either() throws Exception {
        verdict = new Verdict.Unverifiable("no record", "print", false);
        unverified = Policy.Unverified.AGREE;
        assertThat(((Answer.Held) form()).provisional()).isTrue();
        assertThat(store.find(new Key("r", "full"))).isEmpty();
        assertThat(store.find(new Key("r", "short"))).isEmpty();
    }

    @Test
    void a_form_is_confirmed_once_its_source_is() throws Exception {
        verdict = new Verdict.Unverifiable("no record", "print", false);
        unverified = Policy.Unverified.SERVE;
        form();
        assertThat(store.find(new Key("r", "short")).map(entry -> entry.meta().standing()))
                .contains(Standing.PROVISIONAL);
        verdict = new Verdict.Verified("a record");
        passed.set(MINUTE.multipliedBy(2));
        form();
        assertThat(store.find(new Key("r", "short")).map(entry -> entry.meta().standing()))
                .contains(Standing.CONFIRMED);
    }

    @Test
    void a_form_is_as_old_as_its_source_whenever_it_was_made() throws Exception {
        source("full").get(Caller.ANYBODY);
        engine.settle(Duration.ofSeconds(20));
        passed.set(MINUTE.minusSeconds(1));
        form();
        registry.content = "two";
        passed.set(MINUTE.plusSeconds(1));
        assertThat(text(form())).endsWith(" TWO");
    }

    @Test
    void the_absence_of_a_form_is_remembered_as_that_of_its_source() throws Exception {
        Recipe recipe = new Recipe.Derived(source("nothing"), upper);
        for (int i = 0; i < 3; i++) {
            assertThat(get(recipe, "x")).isInstanceOf(Answer.Absent.class);
        }
        assertThat(registry.asked).hasValue(1);
        assertThat(changes).containsExactlyInAnyOrder(new Key("r", "nothing"), new Key("r", "x"));
    }

    @Test
    void a_form_of_what_only_points_elsewhere_is_a_mistake() {
        FetchSource pointed = new ResourceSource(
                resource("tag", "", new Recipe.Pointed(source("tag"), _ -> source("content"))), engine);
        assertThatIllegalArgumentException().isThrownBy(() -> new Recipe.Derived(pointed, upper));
    }

    @Test
    void all_who_want_a_form_share_one_making() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = List.of(threads.submit(this::form), threads.submit(this::form));
            for (Future<Answer> each : all) {
                assertThat(text(each.get())).endsWith(" ONE");
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void what_was_published_here_stays_current_and_so_does_its_form() throws Exception {
        Meta meta = new Meta("text/plain", Standing.CONFIRMED, "ci", "-", Instant.EPOCH, null, true);
        try (Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap("own".getBytes(StandardCharsets.UTF_8)));
            staged.complete();
            store.commit(staged, new Key("r", "own"), meta);
        }
        Resource own = resource("short", "text/x-short", new Recipe.Derived(source("own"), upper));
        Caller storeOnly = new Caller(true, List.of());
        engine.get(own, storeOnly);
        engine.settle(Duration.ofSeconds(20));
        passed.set(Duration.ofDays(9));
        for (Answer answer : List.of(source("own").get(storeOnly), engine.get(own, storeOnly))) {
            assertThat(text(answer)).startsWith("HIT ");
            assertThat(((Answer.Held) answer).provisional()).isFalse();
            assertThat(((Answer.Held) answer).cache().cacheableUntil()).isEqualTo("2026-01-10T00:01:00Z");
        }
        assertThat(registry.asked).hasValue(0);
        assertThat(made).hasValue(1);
    }

    @Test
    void an_answer_to_a_form_is_made_from_two_entries() {
        assertThat(resource("short", "", new Recipe.Derived(source("full"), upper))
                        .keys())
                .containsExactly(new Key("r", "short"), new Key("r", "full"));
    }

    @Test
    void a_name_is_answered_with_the_content_it_points_to() throws Exception {
        Recipe tag = new Recipe.Pointed(source("tag"), pointer -> {
            assertThat(new String(pointer, StandardCharsets.UTF_8)).isEqualTo("manifest");
            return source("content");
        });
        assertThat(text(get(tag, "tag"))).isEqualTo("MISS one");
        Answer.Held again = (Answer.Held) get(tag, "tag");
        assertThat(text(again)).isEqualTo("HIT one");
        assertThat(again.content().type()).isEqualTo("text/x-full");
        assertThat(again.content().freshness()).isEqualTo(Freshness.of(MINUTE));
        assertThat(store.find(new Key("r", "content")).map(Entry::size)).contains(3L);
        passed.set(MINUTE.multipliedBy(2));
        registry.dark = true;
        assertThat(text(get(tag, "tag"))).isEqualTo("STALE one");
    }
}
