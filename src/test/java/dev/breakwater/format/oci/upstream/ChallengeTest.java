package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    @Test
    void docker_hub_names_its_token_service() {
        String said = "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                + "scope=\"repository:library/alpine:pull\"";
        assertThat(Challenge.parse(said))
                .contains(new Challenge(
                        "https://auth.docker.io/token", "registry.docker.io", "repository:library/alpine:pull"));
    }

    @Test
    void spaces_case_and_other_parameters_do_not_matter() {
        assertThat(Challenge.parse("bearer  Realm = \"http://r/t\" , error=invalid_token, scope=\"a:b:c d:e:f\""))
                .contains(new Challenge("http://r/t", "", "a:b:c d:e:f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic realm=\"x\"",
                "Bearer",
                "Bearer service=\"x\"",
                "Bearer realm=\"\"",
                "Bearer realm=\"unfinished",
            })
    void anything_else_is_no_demand_for_a_token(String said) {
        assertThat(Challenge.parse(said)).isEmpty();
    }

    @Test
    void a_hostile_challenge_takes_no_time() {
        assertThat(Challenge.parse("Bearer " + "a=\"".repeat(100_000))).isEmpty();
        assertThat(Challenge.parse("Bearer " + "a=b,".repeat(1000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://r/t, s, repository:a/b:pull, https://r/t?service=s&scope=repository%3Aa%2Fb%3Apull",
        "https://r/t/, '', '', https://r/t/",
        "https://r/t?, s, '', https://r/t?service=s",
        "https://r/t?foo=bar&x=%26, s&y=1, a:b:c d:e:f, https://r/t?foo=bar&x=%26&service=s%26y%3D1&scope=a%3Ab%3Ac&scope=d%3Ae%3Af",
    })
    void the_question_for_a_token_keeps_the_realm_as_it_is(String realm, String service, String scope, String asked) {
        assertThat(new Challenge(realm, service, scope).question(URI.create(realm)))
                .isEqualTo(URI.create(asked));
    }

    @Test
    void a_demand_for_user_and_password_is_known() {
        assertThat(Challenge.isBasic("Basic realm=\"https://x/\",service=\"ecr.amazonaws.com\""))
                .isTrue();
        assertThat(Challenge.isBasic("basic")).isTrue();
        assertThat(Challenge.isBasic("Bearer realm=\"basic\"")).isFalse();
        assertThat(Challenge.isBasic("BasicAuth realm=x")).isFalse();
    }
}
