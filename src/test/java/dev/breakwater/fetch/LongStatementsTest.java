package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Event;
import dev.breakwater.fetch.WitnessRig.Speaker;
import dev.breakwater.store.Entry;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of many megabytes are agreed on without being in memory, and leave no file behind. */
class LongStatementsTest {
    private static final int LONG = 300_000;

    @TempDir
    Path folder;

    private final Speaker a = new Speaker("a", "");
    private final Speaker b = new Speaker("b", "");
    private final Speaker c = new Speaker("c", "");
    private WitnessRig rig;
    private Together agreement;

    /** Puts all that is said behind each other, in the order of the origins; what begins with {@code x} is malformed. */
    private final class Together implements Agreement {
        private final AtomicLong filesAtMerge = new AtomicLong();
        private boolean breaks;

        @Override
        public long largest() {
            return LONG;
        }

        @Override
        public String malformed(Content content) throws IOException {
            try (InputStream stream = content.stream()) {
                return stream.read() == 'x' ? "begins with x" : "";
            }
        }

        @Override
        public Merged merge(MergeRequest request) throws IOException {
            filesAtMerge.set(rig.staged());
            List<Statement> statements = request.statements().stream()
                    .sorted((one, other) -> one.origin().compareTo(other.origin()))
                    .toList();
            return new Merged(
                    out -> write(statements, out),
                    statements.size() >= request.wanted(),
                    true,
                    List.of(),
                    Map.of(),
                    "");
        }

        private void write(List<Statement> statements, OutputStream out) throws IOException {
            for (Statement statement : statements) {
                try (InputStream stream = statement.content().stream()) {
                    stream.transferTo(out);
                }
                if (breaks) {
                    throw new IOException("the disk breaks");
                }
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        rig = new WitnessRig(folder);
        agreement = new Together();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static byte[] all(char letter) {
        byte[] bytes = new byte[LONG];
        Arrays.fill(bytes, (byte) letter);
        return bytes;
    }

    private static byte[] together(byte[]... parts) {
        byte[] all = new byte[parts.length * LONG];
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, all, i * LONG, LONG);
        }
        return all;
    }

    private void noFilesAreLeft() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rig.staged()).isZero());
    }

    @Test
    void two_long_statements_are_merged_file_to_file() throws Exception {
        a.says(all('1'));
        b.says(all('2'));
        Answer.Held told = (Answer.Held) rig.get(agreement, a, b);
        told.body().release();
        assertThat(agreement.filesAtMerge).hasValue(2);
        Entry kept = rig.store().find(WitnessRig.KEY).orElseThrow();
        assertThat(kept.sha256()).isEqualTo(Digest.of(together(all('1'), all('2'))));
        noFilesAreLeft();
    }

    @Test
    void what_the_others_say_behind_the_answer_is_told_apart_by_its_digest() throws Exception {
        a.says(all('1'));
        b.says(all('2'));
        c.says(all('3'));
        ((Answer.Held) rig.get(agreement, a, b, c)).body().release();
        Digest whole = Digest.of(together(all('1'), all('2'), all('3')));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                rig.store().find(WitnessRig.KEY).orElseThrow().sha256())
                        .isEqualTo(whole));
        noFilesAreLeft();
    }

    @Test
    void malformed_statement_is_no_statement_and_leaves_no_file() throws Exception {
        a.says(all('x'));
        b.says(all('2'));
        c.says(all('3'));
        ((Answer.Held) rig.get(agreement, a, b, c)).body().release();
        assertThat(rig.store().find(WitnessRig.KEY).orElseThrow().sha256())
                .isEqualTo(Digest.of(together(all('2'), all('3'))));
        noFilesAreLeft();
    }

    @Test
    void more_than_the_bound_is_no_statement() throws Exception {
        a.says(new byte[LONG + 1]);
        b.says(all('2'));
        c.ends(new Outcome.Unavailable("500"));
        ((Answer.Held) rig.get(agreement, a, b, c)).body().release();
        assertThat(rig.store().find(WitnessRig.KEY).orElseThrow().meta().by()).isEqualTo("1 witness");
        noFilesAreLeft();
    }

    @Test
    void what_one_sends_that_was_not_waited_for_leaves_no_file() throws Exception {
        a.says(all('1'));
        b.says(all('2'));
        c.says(all('3'));
        CountDownLatch gate = new CountDownLatch(1);
        a.waits(gate);
        ((Answer.Held) rig.get(agreement, a, b, c)).body().release();
        assertThat(rig.store().find(WitnessRig.KEY).orElseThrow().sha256())
                .isEqualTo(Digest.of(together(all('2'), all('3'))));
        // asked behind the answer as well, and given up after ten seconds
        noFilesAreLeft();
        gate.countDown();
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(rig.staged()).isZero());
    }

    @Test
    void failing_while_it_is_written_is_trouble_and_leaves_no_file() throws Exception {
        a.says(all('1'));
        b.says(all('2'));
        agreement.breaks = true;
        assertThat(rig.get(agreement, a, b)).isInstanceOf(Answer.Trouble.class);
        assertThat(rig.events(Event.Alarm.class)).singleElement().satisfies(alarm -> {
            assertThat(alarm.subject()).isEqualTo("store");
            assertThat(alarm.what()).contains("go/list", "the disk breaks");
        });
        assertThat(rig.store().find(WitnessRig.KEY)).isEmpty();
        noFilesAreLeft();
    }
}
