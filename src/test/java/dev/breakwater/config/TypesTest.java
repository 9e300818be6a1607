package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.settings.GoEnv;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "3s, PT3S", "10m, PT10M", "2h, PT2H", "30d, PT720H", "0s, PT0S", "1 s, PT1S"})
    void durations_have_a_unit(String text, Duration duration) {
        assertThat(Types.DURATION.parse().apply(text)).isEqualTo(new ParseResult.Right<>(duration));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "1",
                "1.5s",
                "1S",
                "1w",
                "-1s",
                "1s1s",
                "1e3s",
                "٣s",
                "1000000000000000000000s",
                "forever"
            })
    void what_is_no_duration_is_refused(String text) {
        assertThat(Types.DURATION.parse().apply(text)).isInstanceOf(ParseResult.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({"64KiB, 65536", "10MB, 10000000", "5B, 5", "1MiB, 1048576", "2KB, 2000"})
    void sizes_have_a_unit(String text, int bytes) {
        assertThat(Types.size(1, Integer.MAX_VALUE).parse().apply(text)).isEqualTo(new ParseResult.Right<>(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64kb", "1.5MB", "99999999999GiB", "999999999999999GiB", "0B", "-1B"})
    void what_is_no_size_is_refused(String text) {
        assertThat(Types.size(1, Integer.MAX_VALUE).parse().apply(text)).isInstanceOf(ParseResult.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080",
        "[::1]:80, ::1, 80",
        ":8080, 0.0.0.0, 8080",
        "*:1, 0.0.0.0, 1",
        "host.example.com:0, host.example.com, 0"
    })
    void addresses_are_host_and_port(String text, String host, int port) {
        assertThat(Types.ADDRESS.parse().apply(text)).isEqualTo(new ParseResult.Right<>(new Address(host, port)));
    }

    @Test
    void an_address_reads_back_as_it_is_written() {
        Address address = new Address("::1", 8080);
        assertThat(Types.ADDRESS.parse().apply(address.toString())).isEqualTo(new ParseResult.Right<>(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example.com",
                "http://a.example.com:8080/x/y",
                "HTTPS://a.example.com/",
                "http://[::1]:80",
                "http://1.2.3.4"
            })
    void http_urls_are_taken(String text) {
        assertThat(Types.URL.parse().apply(text)).isInstanceOf(ParseResult.Right.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//a",
                "https:",
                "https://",
                "https:///x",
                "ftp://a",
                "https://a b",
                "https://a:99999",
                "https://a:0",
                "https://u:p@a",
                "https://a?x",
                "https://a#x",
                "https://a_b.example.com",
                "mailto:a@b",
                "https://a:x",
                "\0"
            })
    void other_urls_are_not(String text) {
        assertThat(Types.URL.parse().apply(text)).isInstanceOf(ParseResult.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"git.example.com/*", "*", "*.corp.example.com", "a/[a-z]x", "a/[^a]", "a\\*", "a/b?"})
    void globs_are_taken(String text) {
        assertThat(Globs.TYPE.parse().apply(text)).isInstanceOf(ParseResult.Right.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a[", "a[]", "a[]b]", "a[b-]", "a[-b]", "a\\", "/a", "https://a", "a,b", "a b", "[^]", "[a\\"
            })
    void malformed_globs_are_not(String text) {
        assertThat(Globs.TYPE.parse().apply(text)).isInstanceOf(ParseResult.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({
        "lisen, listen",
        "data_dir, data-dir",
        "DataDir, data-dir",
        "datadri, data-dir",
        "repositores, repositories",
        "limit, limits",
        "lsiten, listen"
    })
    void the_closest_key_is_found(String written, String meant) {
        assertThat(Suggestion.to(
                        written,
                        Configurations.schema(GoEnv.NONE).group("").keys().stream()
                                .map(SettingKey::name)
                                .toList()))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "wibble", "upstream", "data"})
    void what_is_close_to_nothing_is_not_guessed(String written) {
        assertThat(Suggestion.to(
                        written,
                        Configurations.schema(GoEnv.NONE).group("").keys().stream()
                                .map(SettingKey::name)
                                .toList()))
                .isEmpty();
    }
}
