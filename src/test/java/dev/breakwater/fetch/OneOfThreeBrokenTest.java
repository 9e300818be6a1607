package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CheckResult;
import dev.breakwater.event.Event;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any one of three mirrors broken in any way: whoever asks gets the right thing all the same. */
@Execution(ExecutionMode.CONCURRENT)
class OneOfThreeBrokenTest {
    private static final Rig.Choices QUICK = new Rig.Choices(
            Policy.Unverified.AGREE,
            Duration.ofSeconds(20),
            new Rig.Patience(
                    Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(400)),
            true,
            List.of());

    @ParameterizedTest
    @EnumSource(Fault.class)
    void one_of_three_mirrors_broken_is_not_noticed(Fault fault, @TempDir Path folder) throws Exception {
        Corpus corpus = Corpora.small(2, 7).publish(Corpora.big(1, 300_000, 7));
        try (Rig rig = Rig.over(folder, corpus, 3, QUICK);
                Rig healthy = Rig.over(folder.resolve("healthy"), corpus, 1, QUICK)) {
            rig.mirror(0).fault(fault);
            for (String module : List.of("small.test/m000", "big.test/m0")) {
                for (String what :
                        List.of("/@v/list", "/@v/v1.0.0.info", "/@v/v1.0.0.mod", "/@v/v1.0.0.zip", "/@latest")) {
                    Rig.Got got = rig.get(module + what);
                    assertThat(got.answer()).as("%s of %s", what, module).isInstanceOf(Answer.Held.class);
                    assertThat(got.error()).isNull();
                    byte[] right = healthy.get(module + what).bytes();
                    if (fault != Fault.REPACKED_ZIP || !what.endsWith(".zip")) { // right, and other bytes
                        assertThat(got.bytes()).as("%s of %s", what, module).isEqualTo(right);
                    }
                }
            }
            assertThat(rig.get("sumdb/sum.test/lookup/small.test/m000@v1.0.0")
                            .held()
                            .provisional())
                    .isFalse();
            Answer absent = rig.get("small.test/nobody/@v/list").answer();
            assertThat(absent).isInstanceOf(Answer.Absent.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "REFUSED",
                "STATUS_500",
                "HTML_200",
                "LYING_404",
                "TRUNCATED",
                "BIT_FLIP",
                "SUMDB_FORGED_TILE",
                "STALL"
            })
    void two_of_three_mirrors_broken_still_give_what_is_verified(Fault fault, @TempDir Path folder) throws Exception {
        Corpus corpus = Corpora.small(1, 7);
        try (Rig rig = Rig.over(folder, corpus, 3, QUICK)) {
            rig.mirror(0).fault(fault);
            rig.mirror(1).fault(fault);
            String module = "small.test/m000/@v/v1.0.0";
            assertThat(rig.get(module + ".mod").bytes())
                    .isEqualTo("module small.test/m000\n\ngo 1.21\n".getBytes(StandardCharsets.UTF_8));
            assertThat(rig.get(module + ".zip").held().provisional()).isFalse();
            assertThat(rig.get(module + ".info").answer()).isInstanceOf(Answer.Held.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@v/list", "/@latest"})
    void a_version_that_two_mirrors_invent_alike_is_not_told(String what, @TempDir Path folder) throws Exception {
        Corpus honest = new Corpus().publish("m.test/a", "v1.0.0", Map.of("a.go", "package a\n"));
        Corpus lying = new Corpus().publish(honest).publish("m.test/a", "v1.1.0", Map.of("a.go", "package a\n"));
        List<Mirror> mirrors = List.of(Mirror.serving(lying), Mirror.serving(lying), Mirror.serving(honest));
        mirrors.subList(0, 2)
                .forEach(mirror ->
                        mirror.fault(Fault.LYING_404, asked -> asked.path().contains("v1.1.0")));
        try (Rig rig = new Rig(folder, Rig.database(honest), mirrors, QUICK)) {
            Rig.Got got = rig.get("m.test/a" + what);
            assertThat(new String(got.bytes(), StandardCharsets.UTF_8))
                    .contains("v1.0.0")
                    .doesNotContain("v1.1.0");
        }
    }

    /** As a flipped bit does to both lists: what there is must come back from the third. */
    @Test
    void what_two_mirrors_leave_out_for_what_nobody_has_is_listed(@TempDir Path folder) throws Exception {
        Corpus corpus = Corpora.big(1, 100_000, 7); // v1.0.0 alone, which a flipped bit makes v1.1.0
        try (Rig rig = Rig.over(folder, corpus, 3, QUICK)) {
            rig.mirror(0).fault(Fault.BIT_FLIP);
            rig.mirror(1).fault(Fault.BIT_FLIP);
            Rig.Got got = rig.get("big.test/m0/@v/list");
            assertThat(new String(got.bytes(), StandardCharsets.UTF_8)).isEqualTo("v1.0.0\n");
            assertThat(got.held().provisional()).isFalse();
        }
    }

    /** Under the wrong history's head the right tiles look wrong: until it is known which is which that is nobody's fault. */
    @Test
    void a_database_that_forks_at_one_mirror_speaks_against_that_one_alone(@TempDir Path folder) throws Exception {
        Corpus corpus = Corpora.small(300, 7); // more than a tile
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        MirrorSettings settings = MirrorSettings.of(corpus).sumdb("sum.test", sums);
        List<Mirror> mirrors = List.of(Mirror.start(settings), Mirror.start(settings), Mirror.start(settings));
        mirrors.getFirst().fault(Fault.SUMDB_FORK);
        try (Rig rig = new Rig(folder, sums.signing(), mirrors, Rig.Choices.USUAL)) {
            for (String module : List.of("small.test/m001", "small.test/m299")) {
                assertThat(rig.get("sumdb/sum.test/lookup/" + module + "@v1.0.0")
                                .held()
                                .provisional())
                        .isFalse();
                assertThat(rig.get(module + "/@v/v1.0.0.zip").held().provisional())
                        .isFalse();
            }
            assertThat(rig.events().stream()
                            .filter(event -> event instanceof Event.ContentChecked judged
                                    && judged.result() == CheckResult.REJECTED)
                            .map(event -> ((Event.ContentChecked) event).upstream()))
                    .isSubsetOf("m0");
        }
    }
}
