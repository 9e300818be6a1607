package dev.breakwater.format.oci.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.format.oci.settings.RegistryAccess.CredentialSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How upstreams of images are asked with credentials, as the file and the environment say it. */
class OciSectionTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Loaded load(String upstream) throws Exception {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "data-dir: " + folder.resolve("data")
                        + "\nrepositories:\n  hub:\n    format: oci\n    upstreams:\n      - {" + upstream + "}\n");
        return new Loader(SettingsSchema.of(List.of(new OciSection())), environment).load(Flags.file(file));
    }

    private RegistryAccess access(String upstream) throws Exception {
        OciSettings settings = Objects.requireNonNull(
                        load(upstream).settings().repositories().get("hub"))
                .as(OciSettings.class)
                .orElseThrow();
        return settings.accessTo(settings.upstreams().getFirst());
    }

    @Test
    void a_helper_is_a_program_with_its_arguments() throws Exception {
        String upstream = "name: ecr, url: 'https://1.dkr.ecr.eu-west-1.amazonaws.com'";
        assertThat(access(upstream + ", helper: [docker-credential-ecr-login, -v], token-hosts: [Auth.example.com]"))
                .isEqualTo(new RegistryAccess(
                        List.of("auth.example.com"),
                        new CredentialSource.HelperCommand(List.of("docker-credential-ecr-login", "-v"))));
        assertThat(access(upstream)).isEqualTo(RegistryAccess.NONE);
        environment.put("BREAKWATER_REPOSITORIES_HUB_UPSTREAMS_ECR_HELPER", "docker-credential-vault --role mirror");
        assertThat(access(upstream).source())
                .isEqualTo(new CredentialSource.HelperCommand(List.of("docker-credential-vault", "--role", "mirror")));
    }

    @Test
    void a_docker_config_that_is_not_there_is_a_warning() throws Exception {
        Path file = folder.resolve("config.json");
        String upstream = "name: own, url: 'https://r.example.com', docker-config: " + file;
        assertThat(load(upstream).warnings())
                .anySatisfy(warning -> assertThat(warning.toString()).contains("docker-config", "can't be read here"));
        Files.writeString(file, "{}");
        assertThat(access(upstream).source()).isEqualTo(new CredentialSource.DockerConfigFile(file));
        assertThat(load(upstream).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "helper: [docker-credential-x], username: u, password: p | helper, a username or token",
                "helper: [docker-credential-x], token: t                 | helper, a username or token",
                "helper: [docker-credential-x], docker-config: /x.json   | helper, docker-config",
                "docker-config: /x.json, username: u, password: p        | docker-config, a username or token",
            })
    void credentials_of_two_kinds_are_a_mistake(String keys, String named) {
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class, () -> load("name: own, url: 'https://r.example.com', " + keys));
        assertThat(wrong.mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.toString())
                        .contains("breakwater.yaml:6", "credentials of several kinds: " + named, "keep one of them"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "helper: []      |     | breakwater.yaml:6",
                "authority: true | , | the environment",
            })
    void a_helper_without_a_program_is_a_mistake(String keys, @Nullable String variable, String place) {
        if (variable != null) {
            environment.put("BREAKWATER_REPOSITORIES_HUB_UPSTREAMS_OWN_HELPER", variable);
        }
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class, () -> load("name: own, url: 'https://r.example.com', " + keys));
        assertThat(wrong.mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.toString()).contains(place, "helper names no program"));
    }

    @Test
    void an_upstream_of_another_format_has_no_helper() {
        Path file = folder.resolve("breakwater.yaml");
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> {
            Files.writeString(
                    file,
                    "repositories:\n  go:\n    format: go\n    upstreams: [{url: 'https://x.example.com', helper: [x]}]\n");
            new Loader(SettingsSchema.of(dev.breakwater.app.Formats.of(Map.of()).sections()), Map.of())
                    .load(Flags.file(file));
        });
        assertThat(wrong.mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("no key \"helper\""));
    }
}
