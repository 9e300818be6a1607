package dev.breakwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.OciRegistry;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Registries whose login a credential helper or docker's own configuration has: real programs and files, a whole server. */
@Execution(ExecutionMode.CONCURRENT)
class OciLoginTest {
    @TempDir
    private Path folder;

    private Path helper(String body) throws IOException {
        Path file = Files.writeString(
                folder.resolve("docker-credential-test"),
                "#!/bin/sh\ncat > /dev/null\necho run >> '" + folder.resolve("runs") + "'\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private OciStand stand(String keys) throws Exception {
        return OciStand.over(OciStand.images(), Files.createDirectory(folder.resolve("server")), 1, "", keys);
    }

    @Test
    void a_registry_that_takes_no_token_is_pulled_from_with_one_run_of_the_helper() throws Exception {
        Path helper = helper("echo '{\"Username\":\"AWS\",\"Secret\":\"pw\"}'");
        try (OciStand stand = stand(", helper: ['" + helper + "']")) {
            stand.registries().getFirst().demandLogin("AWS", "pw");
            stand.tagIsRight("library/tea", "v1");
            stand.tagIsRight("herbs/mint", "latest");
            stand.listIsRight("library/tea");
            assertThat(folder.resolve("runs")).content().isEqualTo("run\n");
        }
    }

    @Test
    void a_helper_that_fails_makes_nothing_absent_and_costs_nothing_that_is_held() throws Exception {
        Path helper = helper("echo 'session of 10.1.2.3 has expired' >&2; exit 1");
        try (OciStand stand = stand(", helper: ['" + helper + "']")) {
            stand.tagIsRight("library/tea", "v1");
            stand.registries().getFirst().demandLogin("AWS", "pw");
            stand.tagIsRight("library/tea", "v1");
            RawHttp.Got got = stand.get("/v2/herbs/mint/manifests/latest");
            assertThat(got.status()).as(got.text()).isEqualTo(503);
            assertThat(got.text())
                    .contains("the credential helper docker-credential-test failed with status 1")
                    .doesNotContain("10.1.2.3", folder.toString());
        }
    }

    @Test
    void tokens_are_got_with_the_login_in_a_docker_config() throws Exception {
        Path config = Files.writeString(folder.resolve("config.json"), "{}");
        try (OciStand stand = stand(", docker-config: '" + config + "'")) {
            OciRegistry registry = stand.registries().getFirst();
            registry.demandTokensOf(registry);
            registry.tokensFor("robot", "pass");
            assertThat(stand.get("/v2/herbs/mint/manifests/latest").status()).isEqualTo(503);
            Files.writeString(config, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"cm9ib3Q6cGFzcw==\"}}}");
            stand.tagIsRight("library/tea", "v1");
        }
    }
}
