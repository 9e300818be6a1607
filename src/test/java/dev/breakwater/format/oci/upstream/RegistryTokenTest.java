package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private static Optional<RegistryToken> parse(String json) {
        return RegistryToken.parse(json.getBytes(StandardCharsets.UTF_8), NOW);
    }

    @Test
    void a_token_lasts_nine_tenths_of_what_its_service_says() {
        assertThat(parse("{\"token\":\"t\",\"expires_in\":300}"))
                .contains(new RegistryToken("t", NOW, NOW.plusSeconds(270)));
        assertThat(parse("{\"access_token\":\"t\"}")).contains(new RegistryToken("t", NOW, NOW.plusSeconds(54)));
    }

    @Test
    void a_token_does_not_last_for_ever() {
        assertThat(parse("{\"token\":\"t\",\"expires_in\":9000000000000}")
                        .orElseThrow()
                        .until())
                .isBefore(NOW.plusSeconds(43_201));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "0", "1", "\"soon\"", "null", "{}"})
    void a_token_lasts_long_enough_to_be_sent_once(String seconds) {
        assertThat(parse("{\"token\":\"t\",\"expires_in\":" + seconds + "}")
                        .orElseThrow()
                        .until())
                .isEqualTo(NOW.plusSeconds(54));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"token\":\"\"}",
                "{\"token\":\"a b\"}",
                "{\"token\":\"a\\r\\nX: y\"}",
                "<html>"
            })
    void an_answer_without_a_token_gives_none(String json) {
        assertThat(parse(json)).isEmpty();
    }
}
