package dev.breakwater.format.go.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionInfoTest {
    private static Parsed<VersionInfo> parse(String json) {
        return VersionInfo.parse(json.getBytes(UTF_8));
    }

    @Test
    void unknown_fields_are_kept_byte_for_byte() {
        String json =
                "{ \"Version\":\"v1.5.2\", \"Time\":\"2018-02-14T15:44:20Z\",\"Origin\":{\"VCS\":\"git\",\"Refs\":[1,{}]} }\n";
        VersionInfo info = parse(json).get();

        assertThat(info.version()).hasToString("v1.5.2");
        assertThat(info.time()).isEqualTo(Instant.parse("2018-02-14T15:44:20Z"));
        assertThat(info).hasToString(json);
    }

    @ParameterizedTest
    @CsvSource({
        "2018-02-14T15:44:20Z, 2018-02-14T15:44:20Z",
        "2018-02-14T16:44:20+01:00, 2018-02-14T15:44:20Z",
        "2018-02-14T10:14:20.25-05:30, 2018-02-14T15:44:20.250Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void time_is_an_instant_in_whatever_zone(String text, Instant time) {
        VersionInfo info =
                parse("{\"Version\":\"v1.0.0\",\"Time\":\"" + text + "\"}").get();

        assertThat(info.time()).isEqualTo(time);
        assertThat(info.agreesWith(VersionInfo.of(info.version(), time))).isTrue();
        assertThat(info.agreesWith(VersionInfo.of(info.version(), time.plusSeconds(1))))
                .isFalse();
        assertThat(info.agreesWith(VersionInfo.of(info.version(), null))).isTrue();
        assertThat(info.agreesWith(VersionInfo.of(Version.parse("v1.0.1").get(), time)))
                .isFalse();
    }

    @Test
    void missing_time_is_missing() {
        assertThat(parse("{\"Version\":\"v2.0.0+incompatible\"}").get().time()).isNull();
        assertThat(parse("{\"version\":\"v1.0.0\",\"Time\":null}").get().time()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"v1.0.0\"",
                "{}",
                "{\"Version\":\"v1.0.0\"",
                "{\"Version\":\"v1.0.0\"} x",
                "{\"Version\":\"v1.0.0\"}{}",
                "{\"Version\":1}",
                "{\"Version\":null}",
                "{\"Version\":{\"Version\":\"v1.0.0\"}}",
                "{\"Version\":\"v1.0\"}",
                "{\"Version\":\"v1.0.0+meta\"}",
                "{\"Version\":\"master\"}",
                "{\"Version\":\"v1.0.0\",\"Version\":\"v1.0.1\"}",
                "{\"Version\":\"v1.0.0\",\"version\":\"v1.0.1\"}",
                "{\"Ver\u017fion\":\"v1.0.0\",\"version\":\"v1.0.1\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":1}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"yesterday\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2018-02-14 15:44:20Z\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2018-02-14T15:44Z\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2018-02-30T15:44:20Z\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2018-02-14T15:44:20\"}",
                "{\"Version\":\"v1.0.0\",\"Time\":\"2018-02-14T15:44:20Z\",\"time\":\"2018-02-14T15:44:21Z\"}",
                "<!DOCTYPE html><html></html>",
                "not found: module x.y/z: no such thing\nreally"
            })
    void what_the_go_command_would_not_take_or_could_take_in_two_ways_is_bad(String json) {
        assertThat(parse(json))
                .isInstanceOfSatisfying(
                        Parsed.Bad.class,
                        bad -> assertThat(bad.why()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void absurd_nesting_is_bad() {
        String deep = "[".repeat(100_000);
        assertThat(parse("{\"Version\":\"v1.0.0\",\"x\":" + deep)).isInstanceOf(Parsed.Bad.class);
    }

    @Test
    void info_of_our_own_making_is_read_back() {
        VersionInfo made = VersionInfo.of(Version.parse("v1.0.0").get(), Instant.parse("2020-01-02T03:04:05Z"));

        assertThat(VersionInfo.parse(made.json()).get()).isEqualTo(made);
        assertThat(made).hasToString("{\"Version\":\"v1.0.0\",\"Time\":\"2020-01-02T03:04:05Z\"}");
    }
}
