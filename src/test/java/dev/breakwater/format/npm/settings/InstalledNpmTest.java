package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.breakwater.format.npm.settings.NpmEnv.NpmAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledNpmTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void without_an_npm_nothing_is_started() throws Exception {
        assertThat(new InstalledNpm(Map.of("PATH", folder + ":relative::")).ask())
                .isEqualTo(new NpmAnswer.NoNpm("there is none on the PATH"));
    }

    @Test
    void an_npm_that_fails_or_hangs_is_no_help_and_no_harm() throws Exception {
        assertThat(npm("exit 2")).isEqualTo(new NpmAnswer.NoNpm("`npm config get registry` failed with 2"));
        assertThat(npm("exit 0")).isEqualTo(new NpmAnswer.NoNpm("`npm config get registry` printed nothing"));
        assertThat(npm("exec sleep 600")).isEqualTo(new NpmAnswer.NoNpm("it did not answer in time"));
    }

    @Test
    void the_last_line_is_the_registry() throws Exception {
        assertThat(npm("echo a notice; echo https://a.example.com/"))
                .isEqualTo(new NpmAnswer.UsedRegistry("https://a.example.com/"));
    }

    /** The variable may name this server itself; what npm has besides it is in question. */
    @Test
    void it_is_asked_for_what_it_uses_without_the_variable() throws Exception {
        String script = "echo $1 $2 $3 $(pwd) \"$npm_config_registry\" \"$NPM_CONFIG_REGISTRY\" $npm_config_cache";
        assertThat(npm(script)).isEqualTo(new NpmAnswer.UsedRegistry("config get registry /   /tmp/kept"));
    }

    @Test
    void the_real_npm_answers() throws Exception {
        Files.writeString(folder.resolve(".npmrc"), "registry=https://a.example.com/\n");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("npm_config"));
        environment.put("HOME", folder.toString());
        environment.put("npm_config_registry", "https://b.example.com/");

        NpmAnswer answer = new InstalledNpm(environment).ask();

        assumeThat(answer).as("an npm is installed").isInstanceOf(NpmAnswer.UsedRegistry.class);
        assertThat(answer).isEqualTo(new NpmAnswer.UsedRegistry("https://a.example.com/"));
    }

    private NpmAnswer npm(String script) throws Exception {
        Path npm = Files.writeString(folder.resolve("npm"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new InstalledNpm(Map.of(
                        "PATH", folder + ":/usr/bin:/bin",
                        "npm_config_registry", "http://127.0.0.1:8080/npm",
                        "NPM_CONFIG_REGISTRY", "http://127.0.0.1:8080/npm",
                        "npm_config_cache", "/tmp/kept"))
                .ask();
    }
}
