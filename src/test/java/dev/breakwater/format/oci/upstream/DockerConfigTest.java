package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.config.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
    /** {@code robot:pw:x}. */
    private static final String AUTH = "cm9ib3Q6cHc6eA==";

    private static final RegistryLogin LOGIN = new RegistryLogin("robot", new Secret("pw:x"));

    @TempDir
    private Path folder;

    private DockerConfig config(String url, String json) throws Exception {
        return new DockerConfig(
                Files.writeString(folder.resolve("config.json"), json), RegistryServer.of(URI.create(url)));
    }

    private String failure(String json) throws Exception {
        DockerConfig config = config("https://registry.example.com/v2", json);
        LoginException failure = catchThrowableOfType(LoginException.class, config::ask);
        assertThat(failure).hasMessage("docker-config has no login for registry.example.com");
        return failure.full();
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com/v2, registry.example.com",
        "https://Registry.Example.com, https://registry.example.com",
        "https://registry.example.com:5000/v2/team, registry.example.com:5000",
        "https://registry.example.com, http://registry.example.com/v1/",
        "https://registry-1.docker.io, https://index.docker.io/v1/",
        "https://registry-1.docker.io, docker.io",
        "https://index.docker.io, index.docker.io",
    })
    void a_registry_is_found_by_the_names_that_docker_gives_it(String url, String key) throws Exception {
        String json =
                "{\"auths\":{\"other.example.com\":{\"auth\":\"eDp5\"},\"" + key + "\":{\"auth\":\"" + AUTH + "\"}}}";
        assertThat(config(url, json).ask()).isEqualTo(LOGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com, registry.example.com:5000",
        "https://registry.example.com:5000, registry.example.com",
        "https://registry.example.com, example.com",
        "https://registry.example.com, registry.example.com.evil.org",
        "https://mirror.example.com, https://index.docker.io/v1/",
    })
    void the_login_of_another_host_is_not_taken(String url, String key) throws Exception {
        DockerConfig config = config(url, "{\"auths\":{\"" + key + "\":{\"auth\":\"" + AUTH + "\"}}}");
        assertThat(catchThrowableOfType(LoginException.class, config::ask)).hasMessageContaining("no login for");
    }

    @Test
    void an_identity_token_comes_before_user_and_password() throws Exception {
        String json = "{\"auths\":{\"r.example.com\":{\"auth\":\"" + AUTH + "\",\"identitytoken\":\"idt\"}}}";
        assertThat(config("https://r.example.com", json).ask()).isEqualTo(RegistryLogin.ofToken("idt"));
        String plain = "{\"auths\":{\"r.example.com\":{\"username\":\"robot\",\"password\":\"pw:x\"}}}";
        assertThat(config("https://r.example.com", plain).ask()).isEqualTo(LOGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"credHelpers\":{\"registry.example.com\":\"not-there\"},\"credsStore\":\"other\",\"auths\":{}}",
                "{\"credHelpers\":{\"x.example.com\":\"other\"},\"credsStore\":\"not-there\",\"auths\":"
                        + "{\"registry.example.com\":{}}}"
            })
    void a_helper_comes_before_the_store_and_the_store_before_the_file(String json) throws Exception {
        DockerConfig config = config("https://registry.example.com", json);
        assertThat(catchThrowableOfType(LoginException.class, config::ask))
                .hasMessage("the credential helper docker-credential-not-there can't be run");
    }

    @Test
    void a_wrong_file_is_told_with_its_place_and_what_to_do() throws Exception {
        assertThat(failure("{\n  \"auths\": {,}\n}"))
                .contains(folder.resolve("config.json").toString(), "not JSON in line 2, column")
                .contains("docker login registry.example.com");
        assertThat(failure("[]")).contains("not a JSON object");
        assertThat(failure("{}")).contains("it has no login for registry.example.com; run `docker login");
        assertThat(failure("{\"auths\":7}")).contains("auths is not an object");
        assertThat(failure("{\"auths\":{\"registry.example.com\":7}}"))
                .contains("auths.registry.example.com has another form");
        assertThat(failure("{\"auths\":{\"registry.example.com\":{}}}")).contains("no auth and no identitytoken");
        assertThat(failure("{\"credsStore\":\"../x\"}")).contains("credsStore is not the name of a helper");
        assertThat(failure(" ".repeat((1 << 20) + 1))).contains("more than 1048576 bytes");
        for (String auth : new String[] {"%%%", "cm9ib3Q=", "OnB3", "cm9ib3Q6"}) {
            assertThat(failure("{\"auths\":{\"registry.example.com\":{\"auth\":\"" + auth + "\"}}}"))
                    .contains("auths.registry.example.com.auth is not the base64 of user:password")
                    .doesNotContain(auth);
        }
    }

    @Test
    void a_file_that_is_not_there_is_a_failure_and_a_change_is_seen() throws Exception {
        DockerConfig config = config("https://r.example.com", "{}");
        Object before = config.state();
        assertThat(config.state()).isEqualTo(before);
        Files.writeString(config.file(), "{\"auths\":{\"r.example.com\":{\"auth\":\"" + AUTH + "\"}}}");
        assertThat(config.state()).isNotEqualTo(before);
        assertThat(config.ask()).isEqualTo(LOGIN);
        Files.delete(config.file());
        assertThat(catchThrowableOfType(LoginException.class, config::ask).full())
                .contains("NoSuchFile");
    }
}
