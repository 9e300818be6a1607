package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.CircuitState;
import dev.breakwater.event.Event;
import dev.breakwater.testing.Asked;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import dev.breakwater.testing.SigningDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blame law: whose fault wrong content is, and what it comes to where it is nobody's. */
@Execution(ExecutionMode.CONCURRENT)
class BlameTest {
    private static final String EVIL = "evil.test/m/@v/v1.0.0";
    private static final String SOUND = "small.test/m000/@v/v1.0.0";

    @TempDir
    Path folder;

    private static Corpus corpus() {
        return Corpora.small(2, 7)
                .publish(
                        "evil.test/m",
                        "v1.0.0",
                        Map.of("go.mod", "module evil.test/m\n", "a.go", "package a\n", "A.go", "package a\n"));
    }

    private static void fault(Mirror mirror, String fault, Predicate<Asked> where) {
        if (!fault.equals("-")) {
            mirror.fault(Fault.valueOf(fault), where);
        }
    }

    /** Which upstreams were taken out, and in which class of traffic. */
    private static String out(Rig rig) {
        return rig.events().stream()
                .filter(Event.HealthChanged.class::isInstance)
                .map(event -> (Event.HealthChanged) event)
                .filter(health -> health.to() == CircuitState.OPEN)
                .map(health -> health.upstream() + " " + health.traffic())
                .distinct()
                .sorted()
                .collect(Collectors.joining("+"));
    }

    private static String named(Answer answer) {
        return switch (answer) {
            case Answer.Held held -> "held";
            case Answer.Absent absent -> absent.keep().isZero() ? "absent, not to be kept" : "absent";
            case Answer.Trouble trouble -> "trouble";
            case Answer.Done _, Answer.Refused _, Answer.Malformed _ -> "no end of a fetch";
        };
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource({
        // what is asked for, what is wrong with it at each mirror (- for nothing), what it comes to, who is at fault
        "evil .zip, -, -, -, 'absent, not to be kept', ''",
        "evil .zip, -, REPACKED_ZIP, REPACKED_ZIP, 'absent, not to be kept', ''",
        "evil .zip, -, -, LYING_404, 'absent, not to be kept', ''",
        "evil .zip, -, LYING_404, LYING_404, trouble, ''",
        "evil .zip, -, -, STATUS_500, trouble, ''",
        "evil .zip, -, -, SHORT_BODY, trouble, ''",
        "sound .zip, SHORT_BODY, -, -, held, m0 archive",
        "sound .zip, SHORT_BODY, WRONG_VERSION, -, held, m0 archive+m1 archive",
        "sound .zip, SHORT_BODY, WRONG_VERSION, LYING_404, trouble, ''",
        "sound .zip, WRONG_VERSION, WRONG_VERSION, WRONG_VERSION, 'absent, not to be kept', ''",
        "sound .mod, BIT_FLIP, BIT_FLIP, BIT_FLIP, trouble, ''",
        "sound .mod, BIT_FLIP, -, -, held, m0 metadata",
        "sound .info, WRONG_VERSION, -, -, held, m0 metadata",
        "sound .info, WRONG_VERSION, WRONG_VERSION, -, held, ''",
        "sound .info, WRONG_VERSION, WRONG_VERSION, WRONG_VERSION, 'absent, not to be kept', ''",
        "sound .info, HTML_200, HTML_200, HTML_200, trouble, ''",
    })
    void only_what_is_proven_is_blamed(
            String asked, String first, String second, String third, String comesTo, String atFault) throws Exception {
        String path = asked.startsWith("evil") ? EVIL + ".zip" : SOUND + asked.substring("sound ".length());
        try (Rig rig = Rig.over(folder, corpus(), 3, Rig.Choices.USUAL)) {
            List<String> faults = List.of(first, second, third);
            for (int i = 0; i < 3; i++) {
                fault(rig.mirror(i), faults.get(i), one -> one.path().equals("/" + path));
            }
            assertThat(named(rig.get(path).answer())).isEqualTo(comesTo);
            assertThat(out(rig)).as("who was taken out").isEqualTo(atFault);
        }
    }

    @ParameterizedTest(name = "{0} at the only mirror")
    @CsvSource({
        "evil .zip, -, 'absent, not to be kept'",
        "sound .zip, BIT_FLIP, 'absent, not to be kept'",
        "sound .mod, BIT_FLIP, trouble",
        "sound .info, WRONG_VERSION, 'absent, not to be kept'",
        "sumdb/sum.test/lookup/small.test/m000@v1.0.0, SUMDB_EMPTY_LOOKUP, trouble",
        "sumdb/sum.test/latest, BIT_FLIP, trouble",
    })
    void only_mirror_is_never_taken_out_for_its_content(String asked, String fault, String comesTo) throws Exception {
        String path = asked.replace("evil ", EVIL).replace("sound ", SOUND);
        try (Rig rig = Rig.over(folder, corpus(), 1, Rig.Choices.USUAL)) {
            fault(rig.mirror(0), fault, one -> one.path().equals("/" + path));
            for (int i = 0; i < 20; i++) {
                assertThat(named(rig.get(path).answer())).isEqualTo(comesTo);
            }
            assertThat(out(rig)).isEmpty();
        }
    }

    @Test
    void only_mirror_is_asked_again_for_what_broke_on_the_way() throws Exception {
        try (Rig rig = Rig.over(folder, corpus(), 1, Rig.Choices.USUAL)) {
            AtomicInteger asked = new AtomicInteger();
            rig.mirror(0)
                    .fault(
                            Fault.BIT_FLIP,
                            one -> one.path().equals("/" + SOUND + ".zip") && asked.getAndIncrement() == 0);
            assertThat(named(rig.get(SOUND + ".zip").answer())).isEqualTo("held");
        }
    }

    @Test
    void broken_thing_is_asked_for_once_a_minute() throws Exception {
        try (Rig rig = Rig.over(folder, corpus(), 3, Rig.Choices.USUAL)) {
            for (int i = 0; i < 50; i++) {
                rig.get(EVIL + ".zip");
            }
            assertThat(rig.asked("/" + EVIL + ".zip")).isLessThan(10);
        }
    }

    /** What the first has begun and the second ended is the word of neither. */
    @ParameterizedTest(name = "of {0} mirrors")
    @ValueSource(ints = {2, 3})
    void who_ends_what_another_began_wrongly_is_not_at_fault_and_is_asked_for_the_whole(int count) throws Exception {
        Corpus right = Spliced.corpus("right");
        SigningDatabase database = Rig.database(right);
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mirrors.add(Mirror.start(
                    MirrorSettings.of(i == 0 ? Spliced.corpus("wrong") : right).sumdb("sum.test", database::get)));
        }
        Spliced.breaksOffOnce(mirrors.getFirst());
        try (Rig rig = new Rig(folder, database, mirrors, Rig.Choices.USUAL)) {
            Rig.Got got = rig.get(Spliced.PATH);
            assertThat(named(got.answer())).isEqualTo("held");
            assertThat(got.bytes()).isEqualTo(Spliced.goMod("right"));
            assertThat(out(rig)).as("who was taken out").isEmpty();
        }
    }

    /** As where an author moves a tag: the mirrors agree with each other, and not with the record. */
    @Test
    void what_every_mirror_sends_against_the_record_is_trouble_and_an_alert() throws Exception {
        Corpus corpus = corpus();
        SigningDatabase database = new SigningDatabase("sum.test");
        corpus.forEach((module, version, zip, goMod) ->
                database.add(module, version, "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", goMod));
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mirrors.add(Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", database::get)));
        }
        try (Rig rig = new Rig(folder, database, mirrors, Rig.Choices.USUAL)) {
            for (int i = 0; i < 20; i++) {
                Answer.Trouble trouble =
                        (Answer.Trouble) rig.get(SOUND + ".zip").answer();
                assertThat(trouble.why()).contains("sum.test #");
                assertThat(trouble.fallThrough()).isFalse();
                assertThat(trouble.retryAfter()).isGreaterThan(Duration.ofSeconds(30));
            }
            assertThat(out(rig)).isEmpty();
            assertThat(rig.asked("/" + SOUND + ".zip"))
                    .as("of 60 without a memory")
                    .isLessThan(30);
            assertThat(rig.events().stream().filter(Event.Unconfirmed.class::isInstance))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(((Event.Unconfirmed) event).why()).contains("sum.test #"));
        }
    }
}
