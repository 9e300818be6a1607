package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.store.FileStore;
import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.verify.Verdict;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several legs bring of one content. */
class ContentAssemblerTest {
    @TempDir
    Path folder;

    private FileStore store;
    private Staged staged;
    private ContentAssembler spool;

    private record Named(String name, String domain) implements Origin {
        @Override
        public Outcome get(Ask ask, Sink sink) {
            throw new AssertionError("nobody asks " + name + " here");
        }
    }

    @BeforeEach
    void start() throws IOException {
        store = FileStore.open(folder, InstantSource.system(), e -> {});
        staged = store.stage();
        spool = new ContentAssembler(
                staged, whole -> new Verdict.Verified("nobody"), Long.MAX_VALUE, new CpuLimiter(2));
    }

    @AfterEach
    void stop() {
        staged.close();
        store.close();
    }

    private Leg leg(String name) {
        Ask ask = new Ask("x", Traffic.ARCHIVE, 0, null, List.of(), false, new Cancellation());
        return new Leg(new Named(name, name), ask, spool, e -> {}, r -> {});
    }

    private static boolean begin(Leg leg, long from, long total) throws IOException {
        return leg.begin(new Head(from, total, null));
    }

    private static void write(Leg leg, String text) throws IOException {
        leg.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String arrived() throws IOException {
        return new String(staged.bytes(1000), StandardCharsets.UTF_8);
    }

    @Test
    void only_one_leg_writes_while_it_is_not_contested() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        assertThat(begin(a, 0, 6)).isTrue();
        assertThat(begin(b, 0, 6)).isFalse();
        spool.releaseWriter(a);
        assertThat(begin(b, 0, 6)).isTrue();
    }

    @Test
    void a_rival_that_is_behind_changes_nothing_and_one_that_has_more_leads() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, 6);
        write(a, "abc");
        spool.contest(true);
        assertThat(begin(b, 0, 6)).isTrue();
        write(b, "ab");
        assertThat(spool.lead()).isSameAs(a);
        write(a, "d");
        write(b, "cde");
        assertThat(spool.lead()).isSameAs(b);
        assertThat(a.cancellation().cancelled()).as("overtaken, so given up").isTrue();
        assertThat(b.cancellation().cancelled()).isFalse();
        assertThatThrownBy(() -> write(a, "e")).isInstanceOf(ContentAssembler.Unwanted.class);
        write(b, "f");
        spool.finish(b, 6);
        staged.complete();
        assertThat(arrived()).isEqualTo("abcdef");
    }

    @Test
    void a_rival_that_sends_other_bytes_is_told_so_and_the_lead_goes_on() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, 6);
        write(a, "abc");
        spool.contest(true);
        begin(b, 0, 6);
        assertThatThrownBy(() -> write(b, "abX")).isInstanceOf(ContentAssembler.Differs.class);
        spool.releaseWriter(b);
        assertThat(spool.lead()).isSameAs(a);
        write(a, "def");
        staged.complete();
        assertThat(arrived()).isEqualTo("abcdef");
    }

    @Test
    void a_rival_of_another_length_is_told_so_though_nothing_has_arrived() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, 6);
        spool.contest(true);
        assertThatThrownBy(() -> begin(b, 0, 7)).isInstanceOf(ContentAssembler.Differs.class);
    }

    @Test
    void a_leg_that_would_leave_a_gap_writes_nothing() throws IOException {
        assertThat(begin(leg("a"), 3, 6)).isFalse();
    }

    @Test
    void after_a_restart_who_wrote_before_writes_no_more() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, 6);
        write(a, "abc");
        spool.contest(true);
        begin(b, 0, 6);
        write(b, "ab");
        assertThat(spool.restart()).isTrue();
        assertThatThrownBy(() -> write(a, "d")).isInstanceOf(ContentAssembler.Unwanted.class);
        assertThatThrownBy(() -> write(b, "c")).isInstanceOf(ContentAssembler.Unwanted.class);
        assertThat(a.cancellation().cancelled()).isTrue();
        assertThat(b.cancellation().cancelled()).isTrue();
        Leg c = leg("c");
        assertThat(begin(c, 0, 7)).isTrue();
        write(c, "ghijklm");
        spool.finish(c, 7);
        assertThat(spool.holds(c)).isTrue();
        staged.complete();
        assertThat(arrived()).isEqualTo("ghijklm");
    }

    @Test
    void nothing_is_added_to_what_one_has_finished() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, -1);
        write(a, "abc");
        spool.contest(true);
        begin(b, 0, -1);
        spool.finish(a, 3);
        assertThatThrownBy(() -> write(b, "abcd")).isInstanceOf(ContentAssembler.Unwanted.class);
        assertThat(spool.holds(a)).isTrue();
        assertThat(spool.holds(b)).isFalse();
        assertThat(staged.arrived()).isEqualTo(3);
        assertThat(begin(leg("c"), 0, 3)).isFalse();
    }

    @Test
    void who_ends_before_another_has_other_content() throws IOException {
        Leg a = leg("a");
        Leg b = leg("b");
        begin(a, 0, -1);
        write(a, "abcd");
        spool.contest(true);
        begin(b, 0, -1);
        write(b, "abc");
        assertThatThrownBy(() -> spool.finish(b, 3)).isInstanceOf(ContentAssembler.Differs.class);
    }
}
