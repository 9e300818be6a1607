package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chain law's word on absence. */
class AbsenceDecisionTest {
    private record Silent(String name, String domain) implements Origin {
        @Override
        public boolean fronts() {
            return name.equals("direct");
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public void reach() {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public Outcome get(Ask ask, Sink sink) {
            throw new AssertionError("nobody asks here");
        }
    }

    /** Origins, a letter each: the letter is the failure domain. */
    private static List<Origin> origins(String domains) {
        List<Origin> origins = new ArrayList<>();
        IntStream.range(0, domains.length())
                .forEach(i -> origins.add(new Silent("m" + i, domains.substring(i, i + 1))));
        return origins;
    }

    @ParameterizedTest(name = "{0}: {1} gives {2} for a list, {3} for a zip")
    @CsvSource({
        // domains, what each said (m missing, t trouble, o out), the finding where clients probe, and where they do not
        "a, m, witnessed, witnessed",
        "a, t, failed, failed",
        "a, o, failed, failed",
        "ab, mm, witnessed, witnessed",
        "ab, mt, alone, failed",
        "ab, mo, alone, alone",
        "ab, tt, failed, failed",
        "aa, mt, witnessed, witnessed",
        "aa, mo, witnessed, witnessed",
        "abc, mmt, witnessed, failed",
        "abc, mmo, witnessed, witnessed",
        "abc, mtt, alone, failed",
        "abc, mot, alone, failed",
        "abc, moo, alone, alone",
        "aab, mmt, alone, failed",
        "aab, mmo, alone, alone",
        "aab, mto, alone, alone",
        "abc, ttt, failed, failed",
        "abc, ooo, failed, failed"
    })
    void absence_is_remembered_on_two_words_told_on_one_never_made_of_trouble(
            String domains, String said, String probing, String wanted) {
        assertThat(found(domains, said, true)).as("a list").isEqualTo(probing);
        assertThat(found(domains, said, false)).as("a zip").isEqualTo(wanted);
    }

    private static String found(String domains, String said, boolean probing) {
        return found(origins(domains), said, probing);
    }

    private static String found(List<Origin> origins, String said, boolean probing) {
        AbsenceDecision absence =
                new AbsenceDecision(new Tiers("t", Selection.PRIORITY, List.of(origins)), Traffic.METADATA, probing);
        for (int i = 0; i < said.length(); i++) {
            switch (said.charAt(i)) {
                case 'm' -> absence.missing(origins.get(i), "404");
                case 'o' -> absence.failed(origins.get(i), new Outcome.Unavailable("no route", false, true), false);
                case 'd' -> absence.denied(origins.get(i), "asks for credentials");
                case 'u' ->
                    absence.failed(origins.get(i), new Outcome.Unavailable("no room", false, false, true), false);
                default -> absence.failed(origins.get(i), new Outcome.Unavailable("502"), false);
            }
        }
        return switch (absence.conclude(false)) {
            case FetchResult.NotFound n -> n.witnessed() ? "witnessed" : "alone";
            case FetchResult.Failed f -> "failed";
            case FetchResult.Fetched l -> "landed";
            case FetchResult.Unchanged u -> "unchanged";
            case FetchResult.Unusable u -> "unusable";
        };
    }

    @ParameterizedTest(name = "{0} and the module''s own host: {1} gives {2} for a list, {3} for a zip")
    @CsvSource({
        // domains of the mirrors and of direct, what each said (d denied, u not asked), the findings as above
        "aa, mm, witnessed, witnessed",
        "aa, mt, failed, failed",
        "aa, mo, failed, failed",
        "aa, md, witnessed, witnessed",
        "aa, mu, failed, failed",
        "abd, mmt, witnessed, failed",
        "abd, mmd, witnessed, failed",
        "abd, mmu, failed, failed",
    })
    void trouble_of_the_modules_own_host_is_no_absence(String domains, String said, String probing, String wanted) {
        List<Origin> origins = new ArrayList<>(origins(domains));
        int last = domains.length() - 1;
        origins.set(last, new Silent("direct", domains.substring(last)));
        assertThat(found(origins, said, true)).as("a list").isEqualTo(probing);
        assertThat(found(origins, said, false)).as("a zip").isEqualTo(wanted);
    }

    @Test
    void what_somebody_sent_a_part_of_exists_whatever_others_say() {
        List<Origin> origins = origins("ab");
        AbsenceDecision absence =
                new AbsenceDecision(new Tiers("t", Selection.PRIORITY, List.of(origins)), Traffic.METADATA, true);
        origins.forEach(o -> absence.missing(o, "404"));
        assertThat(absence.conclude(true)).isInstanceOf(FetchResult.Failed.class);
    }

    @Test
    void the_longest_pause_that_was_asked_for_is_passed_on_and_last_words_count() {
        List<Origin> origins = origins("ab");
        AbsenceDecision absence =
                new AbsenceDecision(new Tiers("t", Selection.PRIORITY, List.of(origins)), Traffic.METADATA, true);
        absence.throttled(origins.get(0), "429", Duration.ofSeconds(7));
        absence.throttled(origins.get(1), "429", Duration.ofSeconds(9));
        absence.trouble(origins.get(0), "reset");
        assertThat(absence.conclude(false))
                .isEqualTo(new FetchResult.Failed(
                        "all upstreams failed",
                        Duration.ofSeconds(9),
                        List.of(new UpstreamReport("m1", "429"), new UpstreamReport("m0", "reset"))));
    }
}
