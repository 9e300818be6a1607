package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content that the checksum database does not confirm: what is served of it, to whom, and what never is. */
@Execution(ExecutionMode.CONCURRENT)
class UnconfirmedTest {
    private static final String ZIP = "small.test/m000/@v/v1.0.0.zip";
    private static final String LOOKUP = "sumdb/sum.test/lookup/small.test/m000@v1.0.0";

    @TempDir
    Path folder;

    private Rig rig(String... faults) throws Exception {
        var corpus = Corpora.small(2, 7);
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        List<Mirror> mirrors = new ArrayList<>();
        for (String fault : faults) {
            Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
            if (!fault.equals("-")) {
                mirror.fault(Fault.valueOf(fault), Kind.SUMDB.only());
            }
            mirrors.add(mirror);
        }
        return new Rig(folder, sums.signing(), mirrors, Rig.Choices.USUAL);
    }

    private static String told(Rig rig) {
        return rig.events().stream()
                .filter(Event.Unconfirmed.class::isInstance)
                .map(event -> ((Event.Unconfirmed) event).served() ? "served" : "refused")
                .distinct()
                .collect(Collectors.joining("+"));
    }

    private static String come(Rig rig, String path) throws Exception {
        return switch (rig.get(path).answer()) {
            case Answer.Held held -> held.provisional() ? "unconfirmed" : "confirmed";
            case Answer.Trouble trouble -> "trouble";
            case Answer other -> other.toString();
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        // what the database at each mirror is like (- for well), what the zip and its look-up come to, what is told
        "SUMDB_EMPTY_LOOKUP, '', '', trouble, trouble, refused",
        "SUMDB_FORGED_TILE, '', '', trouble, trouble, refused",
        "BIT_FLIP, '', '', trouble, trouble, refused",
        "SUMDB_DOWN, '', '', unconfirmed, trouble, served",
        "HTML_200, '', '', unconfirmed, trouble, served",
        "SUMDB_DOWN, SUMDB_DOWN, '', unconfirmed, trouble, ''",
        "SUMDB_EMPTY_LOOKUP, SUMDB_DOWN, '', trouble, trouble, refused",
        "SUMDB_DOWN, SUMDB_FORGED_TILE, SUMDB_DOWN, trouble, trouble, refused",
        "SUMDB_EMPTY_LOOKUP, SUMDB_FORGED_TILE, -, confirmed, confirmed, ''",
    })
    void nothing_is_served_once_a_source_of_the_database_has_lied(
            String first, String second, String third, String zip, String lookup, String told) throws Exception {
        String[] faults = List.of(first, second, third).stream()
                .filter(fault -> !fault.isEmpty())
                .toArray(String[]::new);
        try (Rig rig = rig(faults)) {
            for (int i = 0; i < 3; i++) {
                assertThat(come(rig, ZIP)).isEqualTo(zip);
            }
            assertThat(come(rig, LOOKUP)).isEqualTo(lookup);
            assertThat(told(rig)).isEqualTo(told);
            if (zip.equals("trouble")) {
                assertThat(((Answer.Trouble) rig.get(ZIP).answer()).why()).contains("lied");
            }
        }
    }

    @Test
    void what_the_only_mirror_sends_unconfirmed_is_not_kept() throws Exception {
        try (Rig rig = rig("SUMDB_DOWN")) {
            assertThat(come(rig, ZIP)).isEqualTo("unconfirmed");
            assertThat(kept(rig)).isEmpty();
            rig.mirror(0).heal();
            // a flight that has just landed may still be joined
            Awaitility.await().untilAsserted(() -> assertThat(come(rig, ZIP)).isEqualTo("confirmed"));
        }
    }

    @Test
    void what_two_mirrors_send_alike_unconfirmed_is_kept_as_such() throws Exception {
        try (Rig rig = rig("SUMDB_DOWN", "SUMDB_DOWN")) {
            assertThat(come(rig, ZIP)).isEqualTo("unconfirmed");
            Awaitility.await().untilAsserted(() -> assertThat(kept(rig)).contains(Standing.PROVISIONAL));
        }
    }

    @Test
    void what_two_mirrors_send_differently_unconfirmed_is_not_served() throws Exception {
        try (Rig rig = rig("SUMDB_DOWN", "SUMDB_DOWN")) {
            rig.mirror(1).alsoFault(Fault.LYING_404, Kind.ZIP.only());
            assertThat(come(rig, ZIP)).isEqualTo("trouble");
        }
    }

    /** Of what one has begun and the other ended, only the overlap is the word of both. */
    @ParameterizedTest(name = "wrong, then {0}")
    @CsvSource({"right, ''", "right right, right"})
    void mirror_that_breaks_off_makes_no_witness_of_the_one_that_goes_on(String others, String served)
            throws Exception {
        var corpus = Spliced.corpus("right");
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        List<Mirror> mirrors = new ArrayList<>();
        mirrors.add(Mirror.start(MirrorSettings.of(Spliced.corpus("wrong")).sumdb("sum.test", sums)));
        for (String other : others.split(" ", -1)) {
            mirrors.add(Mirror.start(MirrorSettings.of(Spliced.corpus(other)).sumdb("sum.test", sums)));
        }
        Spliced.breaksOffOnce(mirrors.getFirst());
        mirrors.forEach(mirror -> mirror.alsoFault(Fault.SUMDB_DOWN, Kind.SUMDB.only()));
        try (Rig rig = new Rig(folder, sums.signing(), mirrors, Rig.Choices.USUAL)) {
            Rig.Got got = rig.get(Spliced.PATH);
            assertThat(got.bytes()).isEqualTo(served.isEmpty() ? new byte[0] : Spliced.goMod(served));
            assertThat(come(rig, Spliced.PATH)).isEqualTo(served.isEmpty() ? "trouble" : "unconfirmed");
        }
    }

    private static Optional<Standing> kept(Rig rig) throws Exception {
        return rig.store().find(new Key("go", ZIP)).map(Entry::meta).map(meta -> meta.standing());
    }
}
