package dev.breakwater.format.go.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledGoTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void without_a_go_nothing_is_started() throws Exception {
        assertThat(new InstalledGo(Map.of("PATH", folder + ":relative::")).ask())
                .isEqualTo(new GoEnv.GoAnswer.NoGo("there is none on the PATH"));
    }

    @Test
    void a_go_that_fails_or_hangs_is_no_help_and_no_harm() throws Exception {
        assertThat(go("exit 2")).isEqualTo(new GoEnv.GoAnswer.NoGo("`go env` failed with 2"));
        assertThat(go("echo one line")).isInstanceOf(GoEnv.GoAnswer.NoGo.class);
        assertThat(go("exec sleep 600")).isEqualTo(new GoEnv.GoAnswer.NoGo("it did not answer in time"));
        assertThat(go("exec yes")).isInstanceOf(GoEnv.GoAnswer.NoGo.class);
    }

    @Test
    void what_was_set_is_told_from_what_was_not() throws Exception {
        GoEnv.GoAnswer answer =
                go("test \"$GOENV\" = off && d=untouched || d=set; for i in 1 2 3 4 5 6; do echo $d$i; done");
        assertThat(answer).isInstanceOfSatisfying(GoEnv.GoAnswer.Known.class, known -> {
            assertThat(known.effective()).containsEntry("GOPROXY", "set1").containsEntry("GOAUTH", "set6");
            assertThat(known.defaults()).containsEntry("GOPROXY", "untouched1");
        });
    }

    @Test
    void the_real_go_answers() throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("GO"));
        Path settings = Files.writeString(folder.resolve("env"), "GOPROXY=https://a.example.com,direct\n");
        environment.put("GOENV", settings.toString());

        GoEnv.GoAnswer answer = new InstalledGo(environment).ask();

        assumeThat(answer).as("a go command is installed").isInstanceOf(GoEnv.GoAnswer.Known.class);
        assertThat(answer).isInstanceOfSatisfying(GoEnv.GoAnswer.Known.class, known -> {
            assertThat(known.effective()).containsEntry("GOPROXY", "https://a.example.com,direct");
            assertThat(known.defaults().get("GOPROXY"))
                    .isNotEqualTo("https://a.example.com,direct")
                    .endsWith(",direct");
            assertThat(known.effective().get("GOSUMDB"))
                    .isEqualTo(known.defaults().get("GOSUMDB"));
        });
    }

    private GoEnv.GoAnswer go(String script) throws Exception {
        Path go = Files.writeString(folder.resolve("go"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new InstalledGo(Map.of("PATH", folder + ":/usr/bin:/bin")).ask();
    }
}
