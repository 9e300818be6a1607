package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credential helpers as real programs. */
@Execution(ExecutionMode.CONCURRENT)
class LoginProgramTest {
    private static final String SECRET = "pw-4711-abc";

    @TempDir
    private Path folder;

    private LoginProgram program(LoginScript script, Duration limit) {
        return new LoginProgram(List.of(script.file().toString(), "--profile"), "registry.example.com:5000", limit);
    }

    private LoginException failure(String body, Duration limit) throws Exception {
        LoginProgram program = program(LoginScript.of(folder, body), limit);
        return catchThrowableOfType(LoginException.class, program::ask);
    }

    @Test
    void it_gets_the_registry_on_its_input_and_get_as_its_last_argument() throws Exception {
        LoginScript script = LoginScript.of(folder, LoginScript.says("robot", SECRET));
        assertThat(program(script, Duration.ofSeconds(10)).ask())
                .isEqualTo(new RegistryLogin("robot", new Secret(SECRET)));
        assertThat(script.runs()).content().isEqualTo("--profile get registry.example.com:5000\n");
    }

    @Test
    void the_user_token_stands_for_an_identity_token() throws Exception {
        LoginScript script = LoginScript.of(folder, LoginScript.says("<token>", SECRET));
        RegistryLogin login = program(script, Duration.ofSeconds(10)).ask();
        assertThat(login.isIdentityToken()).isTrue();
        assertThat(login.toString()).doesNotContain(SECRET);
    }

    @Test
    void one_that_fails_is_quoted_in_the_log_alone_and_without_secrets() throws Exception {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc";
        LoginException failure = failure(
                "echo 'credentials not found in native keychain'; echo \"no session $server " + token
                        + " https://me:pw@sts.example.com\" >&2; exit 3",
                Duration.ofSeconds(10));
        assertThat(failure)
                .hasMessage(
                        "the credential helper docker-credential-test failed with status 3 for registry.example.com:5000");
        assertThat(failure.full())
                .contains("native keychain", "no session registry.example.com")
                .doesNotContain(token, "me:pw");
    }

    @Test
    void a_login_of_one_that_fails_is_not_quoted() throws Exception {
        LoginException failure = failure(LoginScript.says("robot", SECRET) + "; exit 1", Duration.ofSeconds(10));
        assertThat(failure.full()).contains("status 1").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "echo hello",
                "echo '{\"Username\":\"robot\"}'",
                "echo '{\"Secret\":\"pw-4711-abc\"'",
                "echo []"
            })
    void what_is_no_login_is_a_failure_that_quotes_nothing(String body) throws Exception {
        LoginException failure = failure(body, Duration.ofSeconds(10));
        assertThat(failure.full()).contains("no JSON with Username and Secret").doesNotContain("pw-4711", "hello");
    }

    @Test
    void one_that_takes_too_long_is_killed_with_what_it_has_started() throws Exception {
        Path pids = folder.resolve("pids");
        LoginException failure =
                failure("sleep 300 & echo $! > '" + pids + "'; echo $$ >> '" + pids + "'; wait", Duration.ofSeconds(2));
        assertThat(failure).hasMessageContaining("took longer than 2 s");
        List<Long> started =
                Files.readAllLines(pids).stream().map(Long::valueOf).toList();
        assertThat(started).hasSize(2);
        await().until(() -> started.stream()
                .noneMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
    }

    @Test
    void one_that_writes_without_end_is_killed() throws Exception {
        LoginException failure = failure("exec yes", Duration.ofSeconds(60));
        assertThat(failure).hasMessageContaining("wrote more than a login");
    }

    @Test
    void one_that_leaves_a_process_behind_is_not_waited_for() throws Exception {
        LoginScript script = LoginScript.of(folder, LoginScript.says("robot", SECRET) + "; sleep 20 &");
        assertThat(program(script, Duration.ofSeconds(10)).ask().username()).isEqualTo("robot");
    }

    @Test
    void one_that_is_not_there_is_named() {
        LoginProgram program = new LoginProgram(List.of("docker-credential-that-is-not-there"), "r.example.com");
        LoginException failure = catchThrowableOfType(LoginException.class, program::ask);
        assertThat(failure).hasMessage("the credential helper docker-credential-that-is-not-there can't be run");
        assertThat(failure.full()).contains("No such file");
    }
}
