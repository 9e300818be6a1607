package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Agreement.MergeRequest;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Statement;
import dev.breakwater.fetch.WitnessRig.Speaker;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a merge is told, and what follows from what it comes to. */
class MergeTest {
    @TempDir
    Path folder;

    private final Speaker a = new Speaker("a", "one");
    private final Speaker b = new Speaker("b", "one");
    private final List<@Nullable String> held = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private Function<MergeRequest, Merged> merge = MergeTest::first;
    private WitnessRig rig;

    private final Agreement agreement = new Agreement() {
        @Override
        public String malformed(Content content) {
            return "";
        }

        @Override
        public Merged merge(MergeRequest request) throws IOException {
            Entry entry = request.held();
            held.add(entry == null ? null : text(entry));
            statements.addAll(request.statements());
            return merge.apply(request);
        }
    };

    @BeforeEach
    void start() throws IOException {
        rig = new WitnessRig(folder);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static Merged first(MergeRequest request) {
        return merged(request, List.of(), Map.of());
    }

    private static Merged merged(MergeRequest request, List<String> wrong, Map<String, String> dropped) {
        byte[] bytes = request.statements().getFirst().bytes();
        return new Merged(
                out -> out.write(bytes), request.statements().size() >= request.wanted(), true, wrong, dropped, "");
    }

    private static String text(Entry entry) throws IOException {
        String by = entry.meta().by();
        return by + ": " + new String(entry.bytes(100_000), StandardCharsets.UTF_8).strip();
    }

    private Answer.Held get() throws InterruptedException {
        Answer.Held told = (Answer.Held) rig.get(agreement, a, b);
        told.body().release();
        return told;
    }

    private void commit(String text, String by) throws IOException {
        try (Staged staged = rig.store().stage()) {
            staged.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            staged.complete();
            Meta meta = new Meta("text/plain", Standing.CONFIRMED, by, "a", Instant.EPOCH, null, false);
            rig.store().commit(staged, WitnessRig.KEY, meta);
            rig.store().validated(WitnessRig.KEY, Instant.EPOCH);
        }
    }

    @Test
    void it_is_told_what_is_held_and_what_is_known_of_that() throws Exception {
        get();
        rig.pass(Duration.ofMinutes(2));
        a.says("two");
        b.says("two");
        get();
        assertThat(held).containsExactly(null, "2 witnesses: one");
    }

    @Test
    void what_is_held_as_absent_is_not_held() throws Exception {
        a.ends(new Outcome.Missing("404"));
        b.ends(new Outcome.Missing("404"));
        rig.get(agreement, a, b);
        assertThat(rig.store().find(WitnessRig.KEY).orElseThrow().meta().standing())
                .isEqualTo(Standing.ABSENT);
        rig.pass(Duration.ofMinutes(2));
        a.says("one");
        b.says("one");
        get();
        assertThat(held).containsExactly((String) null);
    }

    @Test
    void what_was_replaced_meanwhile_is_looked_up_again() throws Exception {
        // longer than what is read along with the entry's metadata
        commit("old".repeat(3) + " ".repeat(10_000), "import");
        Agreement replacing = new Agreement() {
            @Override
            public String malformed(Content content) {
                return "";
            }

            @Override
            public Merged merge(MergeRequest request) throws IOException, InterruptedException {
                if (held.isEmpty()) {
                    held.add("first");
                    commit("new" + " ".repeat(10_000), "another import");
                }
                return agreement.merge(request);
            }
        };
        ((Answer.Held) rig.get(replacing, a, b)).body().release();
        assertThat(held).containsExactly("first", "another import: new");
    }

    @Test
    void what_is_replaced_while_it_is_written_is_merged_again() throws Exception {
        commit("old".repeat(3) + " ".repeat(10_000), "import");
        Agreement keeping = new Agreement() {
            @Override
            public String malformed(Content content) {
                return "";
            }

            @Override
            public Merged merge(MergeRequest request) {
                return new Merged(out -> write(request, out), true, true, List.of(), Map.of(), "");
            }

            private void write(MergeRequest request, OutputStream out) throws IOException {
                out.write('+');
                if (held.isEmpty()) {
                    held.add("first");
                    commit("new" + " ".repeat(10_000), "another import");
                }
                Entry entry = request.held();
                out.write((entry == null ? "nothing" : text(entry)).getBytes(StandardCharsets.UTF_8));
            }
        };
        ((Answer.Held) rig.get(keeping, a, b)).body().release();
        assertThat(new String(rig.store().find(WitnessRig.KEY).orElseThrow().bytes(100), StandardCharsets.UTF_8))
                .isEqualTo("+another import: new");
    }

    @Test
    void it_is_told_the_head_of_each_statement() throws Exception {
        get();
        assertThat(statements)
                .extracting(statement -> statement.head().etag())
                .containsExactlyInAnyOrder("\"aone\"", "\"bone\"");
    }

    @Test
    void what_is_dropped_is_told_and_blames_no_origin() throws Exception {
        merge = request -> merged(request, List.of(), Map.of("a", "1.0.0 without a digest", "b", "2.0.0 of another"));
        assertThat(get().spared()).isEqualTo(RescuedBy.WITNESS);
        assertThat(rig.events(Event.Disagreed.class))
                .extracting(Event.Disagreed::what)
                .containsExactly("left out: a 1.0.0 without a digest; b 2.0.0 of another");
        assertThat(rig.events(Event.ContentChecked.class)).isEmpty();
        assertThat(rig.store().find(WitnessRig.KEY).orElseThrow().meta().standing())
                .isEqualTo(Standing.CONFIRMED);
    }

    @Test
    void an_origin_that_is_wrong_is_blamed() throws Exception {
        merge = request -> merged(request, List.of("b"), Map.of());
        get();
        assertThat(rig.events(Event.ContentChecked.class)).singleElement().satisfies(checked -> {
            assertThat(checked.upstream()).isEqualTo("b");
            assertThat(checked.result()).isEqualTo(CheckResult.REJECTED);
        });
    }
}
