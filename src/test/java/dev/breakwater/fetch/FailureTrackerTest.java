package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer was spared, from who was asked ({@code a}), failed ({@code -a}) and sent what is wrong ({@code !a}). */
class FailureTrackerTest {
    private record Named(String name) implements Origin {
        @Override
        public String domain() {
            return name;
        }

        @Override
        public Outcome get(Ask ask, Sink sink) {
            throw new AssertionError("nobody asks " + name + " here");
        }
    }

    @ParameterizedTest(name = "{0}, then {1} answers: {2}")
    @CsvSource({
        "a, a, NOTHING",
        "a b, a, NOTHING",
        "a b, b, NOTHING",
        "a -a b, b, FAILOVER",
        "a -a a, a, FAILOVER",
        "a b -b, a, NOTHING",
        "a b -a, b, FAILOVER",
        "a b -b c, c, FAILOVER",
        "a !a b, b, REJECTED",
        "a b !b, a, REJECTED",
        "a -a b !b c, c, REJECTED",
    })
    void only_who_was_asked_before_is_to_blame(String happened, String answers, RescuedBy spared) {
        Map<String, Origin> origins = new TreeMap<>();
        FailureTracker mishaps = new FailureTracker();
        for (String step : happened.split(" ", -1)) {
            Origin origin = origins.computeIfAbsent(step.replaceAll("[-!]", ""), Named::new);
            switch (step.charAt(0)) {
                case '-' -> mishaps.failed(origin);
                case '!' -> mishaps.rejected(origin);
                default -> mishaps.asked(origin);
            }
        }
        assertThat(mishaps.spared(origins.computeIfAbsent(answers, Named::new))).isEqualTo(spared);
    }
}
