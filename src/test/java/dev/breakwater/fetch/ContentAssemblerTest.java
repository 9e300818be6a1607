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
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several attempts bring of one content. */
class ContentAssemblerTest {
    @TempDir
    Path folder;

    private FileStore store;
    private Staged staged;
    private ContentAssembler assembler;

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
        assembler = assembler(-1);
    }

    /** For content of {@code size} bytes; of any size for -1. */
    private ContentAssembler assembler(long size) {
        Verifier verifier = new Verifier() {
            @Override
            public long largest() {
                return Long.MAX_VALUE;
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public Check start() {
                return whole -> new Verdict.Verified("no record");
            }
        };
        return new ContentAssembler(staged, verifier, new CpuLimiter(2));
    }

    @AfterEach
    void stop() {
        staged.close();
        store.close();
    }

    private AssemblyWriter writer(String name) {
        Ask ask = new Ask("x", Traffic.ARCHIVE, 0, null, List.of(), false, new Cancellation());
        return new AssemblyWriter(new Named(name, name), ask, assembler);
    }

    private static boolean begin(AssemblyWriter writer, long from, long total) throws IOException {
        return writer.begin(new Head(from, total, null));
    }

    private static void write(AssemblyWriter writer, String text) throws IOException {
        writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String arrived() throws IOException {
        return new String(staged.bytes(1000), StandardCharsets.UTF_8);
    }

    @Test
    void only_one_writer_writes_while_it_is_not_contested() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        assertThat(begin(a, 0, 6)).isTrue();
        assertThat(begin(b, 0, 6)).isFalse();
        assembler.releaseWriter(a);
        assertThat(begin(b, 0, 6)).isTrue();
    }

    @Test
    void a_rival_that_is_behind_changes_nothing_and_one_that_has_more_leads() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, 6);
        write(a, "abc");
        assembler.contest(true);
        assertThat(begin(b, 0, 6)).isTrue();
        write(b, "ab");
        assertThat(assembler.lead()).isSameAs(a);
        write(a, "d");
        write(b, "cde");
        assertThat(assembler.lead()).isSameAs(b);
        assertThat(a.ask().cancellation().cancelled())
                .as("overtaken, so given up")
                .isTrue();
        assertThat(b.ask().cancellation().cancelled()).isFalse();
        assertThatThrownBy(() -> write(a, "e")).isInstanceOf(RefusedContent.Unwanted.class);
        write(b, "f");
        assembler.finish(b, 6);
        staged.complete();
        assertThat(arrived()).isEqualTo("abcdef");
    }

    @Test
    void a_rival_that_sends_other_bytes_is_told_so_and_the_lead_goes_on() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, 6);
        write(a, "abc");
        assembler.contest(true);
        begin(b, 0, 6);
        assertThatThrownBy(() -> write(b, "abX")).isInstanceOf(RefusedContent.Differs.class);
        assembler.releaseWriter(b);
        assertThat(assembler.lead()).isSameAs(a);
        write(a, "def");
        staged.complete();
        assertThat(arrived()).isEqualTo("abcdef");
    }

    @Test
    void a_rival_of_another_length_is_told_so_though_nothing_has_arrived() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, 6);
        assembler.contest(true);
        assertThatThrownBy(() -> begin(b, 0, 7)).isInstanceOf(RefusedContent.Differs.class);
    }

    @Test
    void a_writer_that_would_leave_a_gap_writes_nothing() throws IOException {
        assertThat(begin(writer("a"), 3, 6)).isFalse();
    }

    @Test
    void after_a_restart_who_wrote_before_writes_no_more() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, 6);
        write(a, "abc");
        assembler.contest(true);
        begin(b, 0, 6);
        write(b, "ab");
        assertThat(assembler.restart()).isTrue();
        assertThatThrownBy(() -> write(a, "d")).isInstanceOf(RefusedContent.Unwanted.class);
        assertThatThrownBy(() -> write(b, "c")).isInstanceOf(RefusedContent.Unwanted.class);
        assertThat(a.ask().cancellation().cancelled()).isTrue();
        assertThat(b.ask().cancellation().cancelled()).isTrue();
        AssemblyWriter c = writer("c");
        assertThat(begin(c, 0, 7)).isTrue();
        write(c, "ghijklm");
        assembler.finish(c, 7);
        assertThat(assembler.holds(c)).isTrue();
        staged.complete();
        assertThat(arrived()).isEqualTo("ghijklm");
    }

    @Test
    void nothing_is_added_to_what_one_has_finished() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, -1);
        write(a, "abc");
        assembler.contest(true);
        begin(b, 0, -1);
        assembler.finish(a, 3);
        assertThatThrownBy(() -> write(b, "abcd")).isInstanceOf(RefusedContent.Unwanted.class);
        assertThat(assembler.holds(a)).isTrue();
        assertThat(assembler.holds(b)).isFalse();
        assertThat(staged.arrived()).isEqualTo(3);
        assertThat(begin(writer("c"), 0, 3)).isFalse();
    }

    @Test
    void who_ends_before_another_has_other_content() throws IOException {
        AssemblyWriter a = writer("a");
        AssemblyWriter b = writer("b");
        begin(a, 0, -1);
        write(a, "abcd");
        assembler.contest(true);
        begin(b, 0, -1);
        write(b, "abc");
        assertThatThrownBy(() -> assembler.finish(b, 3)).isInstanceOf(RefusedContent.Differs.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 6, 1L << 40})
    void another_size_than_the_one_on_record_is_refused_when_it_is_announced(long total) {
        assembler = assembler(5);
        assertThatThrownBy(() -> writer("a").begin(new Head(0, total, null)))
                .isInstanceOfSatisfying(
                        RefusedContent.WrongSize.class,
                        wrong -> assertThat(wrong.contradicts()).isTrue())
                .hasMessageContaining("the 5 bytes that are on record");
    }

    @Test
    void what_goes_beyond_the_size_on_record_is_cut_off_there() throws Exception {
        assembler = assembler(5);
        AssemblyWriter writer = writer("a");
        assertThat(writer.begin(new Head(0, -1, null))).isTrue();
        writer.write(ByteBuffer.wrap(new byte[5]));
        assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(new byte[1])))
                .isInstanceOf(RefusedContent.WrongSize.class);
        assertThat(assembler.arrived()).isEqualTo(5);
        assertThat(writer("b").begin(new Head(0, 5, null))).isFalse();
    }
}
