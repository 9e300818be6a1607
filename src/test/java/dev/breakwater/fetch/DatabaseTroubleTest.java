package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CircuitState;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble of a checksum database's sources is told as trouble, is over when they are well, and is not waited for for ever. */
class DatabaseTroubleTest {
    private static final String DATABASE = "sumdb/sum.test/";
    private static final String TILE = DATABASE + "tile/8/0/000.p/1";
    private static final String LOOKUP = DATABASE + "lookup/small.test/m000@v1.0.0";

    @TempDir
    Path folder;

    /** Mirrors of 100 modules, of which the database knows {@code known}. */
    private Rig rig(int mirrors, int known) throws Exception {
        Corpus corpus = Corpora.small(100, 7);
        CorpusDatabase sums = new CorpusDatabase("sum.test", Corpora.small(known, 7));
        List<Mirror> all = new ArrayList<>();
        for (int i = 0; i < mirrors; i++) {
            all.add(Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums)));
        }
        return new Rig(folder, sums.signing(), all, Rig.Choices.USUAL);
    }

    @Test
    void tile_is_trouble_while_no_source_tells_a_tree_head() throws Exception {
        try (Rig rig = rig(1, 3)) {
            rig.mirror(0).fault(Fault.SUMDB_DOWN);
            assertThat(rig.get(TILE).answer()).isInstanceOf(Answer.Trouble.class);
            rig.mirror(0).heal();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(rig.get(TILE).held().provisional()).isFalse());
        }
    }

    @Test
    void tile_beyond_the_tree_is_absent_only_while_its_head_is_current() throws Exception {
        String beyond = DATABASE + "tile/8/0/001";
        try (Rig rig = rig(1, 3)) {
            assertThat(rig.get(beyond).answer()).isInstanceOf(Answer.Absent.class);
            // stored, so that it ages
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(rig.get(DATABASE + "latest").held().status())
                                    .isEqualTo(CacheStatus.HIT));
            rig.mirror(0).fault(Fault.SUMDB_DOWN);
            rig.pass(Duration.ofSeconds(61));
            assertThat(rig.get(beyond).answer()).isInstanceOf(Answer.Trouble.class);
        }
    }

    @Test
    void newest_head_is_trouble_if_one_source_has_none_and_the_other_is_down() throws Exception {
        try (Rig rig = rig(2, 3)) {
            rig.mirror(0).fault(Fault.LYING_404, Kind.SUMDB.only());
            rig.mirror(1).fault(Fault.SUMDB_DOWN);
            assertThat(rig.get(DATABASE + "latest").answer()).isInstanceOf(Answer.Trouble.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void record_that_one_source_alone_denied_is_found_once_it_tells_the_truth(int sources) throws Exception {
        try (Rig rig = rig(sources, 3)) {
            rig.mirror(0).fault(Fault.LYING_404, asked -> asked.path().contains("/lookup/"));
            if (sources == 2) {
                rig.mirror(1).fault(Fault.REFUSED);
            }
            Answer.Absent absent = (Answer.Absent) rig.get(LOOKUP).answer();
            assertThat(absent.keep()).as("what a client may remember").isZero();
            rig.mirror(0).heal();
            rig.pass(Duration.ofSeconds(10));
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(rig.get(LOOKUP).held().provisional()).isFalse());
        }
    }

    /** A firewall that drops what is sent to the database's own host, say. */
    @Test
    void nothing_waits_for_a_source_whose_breaker_is_open() throws Exception {
        try (Rig rig = rig(2, 1)) {
            rig.mirror(1).fault(Fault.BLACK_HOLE, Kind.SUMDB.only());
            int module = 1;
            for (; module < 60 && !open(rig); module++) {
                assertThat(lookup(rig, module)).isInstanceOf(Answer.Absent.class);
            }
            assertThat(module).as("look-ups until its breaker opens").isLessThan(20);
            Instant began = Instant.now();
            int last = module + 40;
            for (; module < last; module++) {
                assertThat(lookup(rig, module)).isInstanceOf(Answer.Absent.class);
            }
            assertThat(Duration.between(began, Instant.now()))
                    .as("40 look-ups, each of which would wait for a second")
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    private static Answer lookup(Rig rig, int module) throws InterruptedException {
        return rig.get(DATABASE + "lookup/" + Corpora.smallName(module) + "@v1.0.0")
                .answer();
    }

    private static boolean open(Rig rig) {
        return rig.health().report().stream()
                .anyMatch(each -> each.upstream().equals("m1")
                        && each.traffic().equals("checksum")
                        && each.state() == CircuitState.OPEN);
    }
}
