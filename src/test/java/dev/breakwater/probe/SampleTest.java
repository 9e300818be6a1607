package dev.breakwater.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.format.go.probe.GoTerms;
import dev.breakwater.probe.Sample.Role;
import dev.breakwater.probe.Sample.SampleItem;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
    private final GoTerms terms = new GoTerms();

    private Sample sample(String... lines) throws ProbeException {
        return Sample.read("s", List.of(lines), terms);
    }

    @Test
    void lines_are_read_in_every_form_they_come_in() throws ProbeException {
        assertThat(sample(
                                "# mine",
                                "",
                                "a.test/m",
                                "a.test/n@v1.2.3 # why",
                                "hot a.test/big@v1.0.0",
                                "cold a.test/big@v0.*",
                                "a.test/sum v1.0.0 h1:xyz=",
                                "a.test/sum v1.0.0/go.mod h1:xyz=")
                        .items())
                .containsExactly(
                        new SampleItem("a.test/m", null, Role.SMALL),
                        new SampleItem("a.test/n", "v1.2.3", Role.SMALL),
                        new SampleItem("a.test/big", "v1.0.0", Role.HOT),
                        new SampleItem("a.test/big", "v0.*", Role.COLD),
                        new SampleItem("a.test/sum", "v1.0.0", Role.SMALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hot|s:1: hot has no module",
                "a.test/m@1.2.3|s:1: \"1.2.3\" is not a valid version",
                "a.test/m@v1.2|is not the whole version",
                "a.test/m@v2.0.0|s:1: ",
                "nonsense|s:1: ",
                "#|s lists no module"
            })
    void wrong_line_is_named(String line, String message) {
        assertThatThrownBy(() -> sample(line))
                .isInstanceOf(ProbeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void versions_are_chosen_by_what_most_mirrors_list() throws ProbeException {
        Sample sample = sample("a.test/m", "cold a.test/big@v1.2.*", "hot a.test/none");
        List<Map<String, List<String>>> lists = List.of(
                Map.of("a.test/m", List.of("v1.0.0", "v1.9.0"), "a.test/big", List.of("v1.2.1", "v1.20.0")),
                Map.of("a.test/m", List.of("v1.0.0", "v1.9.0")),
                Map.of("a.test/m", List.of("v1.0.0", "v1.9.0", "v1.10.0")));
        SampleChoice choice = SampleChoice.of(sample, lists, terms, new Random(1));
        assertThat(choice.small()).containsExactly(new SampleVersion("a.test/m", "v1.9.0"));
        assertThat(choice.cold()).isEqualTo(new SampleVersion("a.test/big", "v1.2.1"));
        assertThat(choice.hot()).isNull();
        assertThat(choice.contested()).containsExactly(new SampleVersion("a.test/m", "v1.10.0"));
    }
}
