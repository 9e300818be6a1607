package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import dev.breakwater.testing.SigningDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is under way is given up for something better only: the patience law. */
@Execution(ExecutionMode.CONCURRENT)
class PatienceTest {
    private static final String MODULE = "big.test/m0/@v/";
    private static final Duration LATE = Duration.ofSeconds(2);

    /** So that a mirror is late long before a test is. */
    private static final Rig.Choices HASTY = new Rig.Choices(
            Policy.Unverified.AGREE,
            Duration.ofSeconds(20),
            new Rig.Patience(
                    Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300)),
            true,
            List.of());

    private final Corpus corpus = Corpora.big(1, 800_000, 7);
    private final SigningDatabase database = Rig.database(corpus);

    private Mirror mirror(Duration latency) {
        return Mirror.start(MirrorSettings.of(corpus)
                .sumdb("sum.test", database::get)
                .inChunks()
                .latency(latency));
    }

    private Rig rig(Path folder, Mirror... mirrors) throws Exception {
        return new Rig(folder, database, List.of(mirrors), HASTY);
    }

    /** How often it was asked for the sake of a client; probes are no such thing. */
    private static long exchanges(Rig rig, String upstream, String path) {
        return rig.events().stream()
                .filter(e -> e instanceof Event.Exchanged exchanged
                        && exchanged.upstream().equals(upstream)
                        && exchanged.path().equals(path))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {MODULE + "list", MODULE + "v1.0.0.info", MODULE + "v1.0.0.mod", MODULE + "v1.0.0.zip"})
    void a_lone_upstream_that_is_slow_is_waited_for(String path, @TempDir Path folder) throws Exception {
        try (Rig rig = rig(folder, mirror(LATE))) {
            rig.get(path).held();
            assertThat(exchanges(rig, "m0", path)).isEqualTo(1);
        }
    }

    @Test
    void a_lone_upstream_that_pauses_in_a_body_is_asked_once(@TempDir Path folder) throws Exception {
        try (Rig rig = rig(folder, mirror(Duration.ZERO))) {
            rig.mirror(0).fault(Fault.PAUSES, asked -> asked.path().endsWith(".zip"));
            assertThat(rig.get(MODULE + "v1.0.0.zip").error()).isNull();
            assertThat(rig.asked("/" + MODULE + "v1.0.0.zip")).isEqualTo(1);
        }
    }

    @Test
    void a_connection_of_a_lone_upstream_that_died_in_a_body_is_replaced(@TempDir Path folder) throws Exception {
        Mirror ranged = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", database::get));
        try (Rig rig = rig(folder, ranged)) {
            ranged.fault(
                    Fault.STALL,
                    asked -> asked.path().endsWith(".zip")
                            && asked.header("range").isEmpty());
            Instant began = Instant.now();
            assertThat(rig.get(MODULE + "v1.0.0.zip").error()).isNull();
            assertThat(Duration.between(began, Instant.now()))
                    .as("long before its silence ends the exchange")
                    .isLessThan(Duration.ofSeconds(25));
            assertThat(exchanges(rig, "m0", MODULE + "v1.0.0.zip")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"BLACK_HOLE, 1", "STALL, 2", "STATUS_500, 1"})
    void one_that_pauses_is_not_given_up_for_one_that_is_worse(Fault worse, int most, @TempDir Path folder)
            throws Exception {
        try (Rig rig = rig(folder, mirror(Duration.ZERO), mirror(Duration.ZERO))) {
            rig.mirror(0).fault(Fault.PAUSES, it -> it.path().endsWith(".zip"));
            rig.mirror(1).fault(worse, it -> it.path().endsWith(".zip"));
            rig.get(MODULE + "v1.0.0.zip").held();
            assertThat(exchanges(rig, "m0", MODULE + "v1.0.0.zip")).isLessThanOrEqualTo(most);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MODULE + "list", MODULE + "v1.0.0.info", MODULE + "v1.0.0.mod", MODULE + "v1.0.0.zip"})
    void an_absence_waits_for_one_that_is_merely_far_away(String path, @TempDir Path folder) throws Exception {
        try (Rig rig = rig(folder, mirror(Duration.ZERO), mirror(Duration.ofMillis(2500)))) {
            rig.mirror(0).fault(Fault.LYING_404, asked -> !asked.path().contains("/sumdb/"));
            rig.get(path).held();
        }
    }

    /** As a go command does: each answer is late, and makes it more doubtful, and is there in the end. */
    @Test
    void one_that_is_far_away_is_waited_for_however_often_it_was_late(@TempDir Path folder) throws Exception {
        Corpus many = Corpora.small(3, 7);
        SigningDatabase sums = Rig.database(many);
        MirrorSettings far =
                MirrorSettings.of(many).sumdb("sum.test", sums::get).latency(Duration.ofMillis(2500));
        List<Mirror> mirrors = List.of(Mirror.serving(new Corpus()), Mirror.start(far));
        try (Rig rig = new Rig(folder, sums, mirrors, Rig.Choices.USUAL)) {
            for (int i = 0; i < 3; i++) {
                for (String file : List.of("info", "mod", "zip")) {
                    rig.get(Corpora.smallName(i) + "/@v/v1.0.0." + file).held();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, list, ABSENT",
        "REFUSED, v1.9.9.zip, ABSENT",
        "DROPPED_SYN, v1.9.9.zip, ABSENT",
        "STATUS_500, list, ABSENT",
        "STATUS_500, v1.9.9.info, ABSENT",
        "STATUS_500, v1.9.9.mod, TROUBLE",
        "STATUS_500, v1.9.9.zip, TROUBLE",
        "FORBIDDEN_403, v1.9.9.zip, TROUBLE",
        "RESET, v1.9.9.zip, TROUBLE"
    })
    void one_that_is_out_needs_no_word_and_one_in_trouble_does(
            Fault fault, String file, String expected, @TempDir Path folder) throws Exception {
        List<Mirror> mirrors = List.of(mirror(Duration.ZERO), mirror(Duration.ZERO));
        try (Rig rig = new Rig(folder, database, mirrors, Rig.Choices.USUAL)) {
            rig.mirror(1).fault(fault);
            Answer answer = rig.get("small.test/nobody/@v/" + file).answer();
            assertThat(answer).isInstanceOf(expected.equals("ABSENT") ? Answer.Absent.class : Answer.Trouble.class);
        }
    }
}
