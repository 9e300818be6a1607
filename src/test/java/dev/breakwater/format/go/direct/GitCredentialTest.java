package dev.breakwater.format.go.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.git.CloneQuota;
import dev.breakwater.git.GitLimits;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.git.HostLogin;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.upstream.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that let in only who is known: git's own http-backend behind a host that asks for credentials. */
@Execution(ExecutionMode.CONCURRENT)
class GitCredentialTest {
    private static final String LIB = "go.acme.test/lib";
    private static final String PLACE = "git.acme.test/team/lib";
    private static final String SECRET = "s3cr3t-Wd9x";
    private static final String RIGHT = basic("bot", SECRET);

    @TempDir
    Path folder;

    private GitHost host;

    @BeforeEach
    void start() throws IOException {
        host = GitHost.start(folder.resolve("hosts"));
        host.goImport(LIB, LIB + " git https://" + PLACE);
        host.repository(PLACE).release("v1.0.0", GitRepo.module(LIB, "1.21")).publish();
        host.lock(PLACE, RIGHT);
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private GitRig rig(HostLogin... credentials) throws IOException {
        return new GitRig(
                Files.createTempDirectory(folder, "git"),
                host,
                GitLimits.USUAL,
                new HostCredentials(List.of(credentials)),
                CloneQuota.NONE);
    }

    private Path netrc(String password) throws IOException {
        return Files.writeString(
                folder.resolve("netrc"),
                "machine other.test login a password b\nmacdef x\nmachine git.acme.test login no password no\n\n"
                        + "# machine git.acme.test login no password no\nmachine GIT.acme.test\n login bot\n password "
                        + password + "\ndefault login c password d\n");
    }

    private Path helper(String password) throws IOException {
        Path program = folder.resolve("helper");
        Files.writeString(
                program,
                "#!/bin/sh\nasked=$(cat)\necho \"$*:$asked\" > " + folder.resolve("asked")
                        + "\necho username=bot\necho password=" + password + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private HostLogin credential(String kind, String secret) throws IOException {
        return switch (kind) {
            case "password" -> new HostLogin.Password("git.acme.test", "bot", secret);
            case "bearer" -> new HostLogin.LoginToken("git.acme.test", secret);
            case "netrc" -> new HostLogin.NetrcLogin("git.acme.test", netrc(secret));
            case "helper" ->
                new HostLogin.HelperProgram(
                        "git.acme.test", List.of(helper(secret).toString(), "--role", "x"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private void assertLetIn(GitRig rig) throws IOException {
        assertThat(rig.get(LIB + "/@v/list").text()).isEqualTo("v1.0.0\n");
        assertThat(rig.get(LIB + "/@v/v1.0.0.zip").outcome()).isInstanceOf(Outcome.Found.class);
    }

    private void assertTurnedAway(GitRig rig) throws IOException {
        Outcome outcome = rig.get(LIB + "/@v/v1.0.0.info").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.said())
                .contains("https://" + PLACE)
                .contains("status 401")
                .doesNotContain(SECRET)
                .doesNotContain(RIGHT.substring(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "bearer", "netrc", "helper"})
    void right_credential_lets_us_in_and_a_wrong_one_does_not(String kind) throws Exception {
        if (kind.equals("bearer")) {
            host.lock(PLACE, "Bearer " + SECRET);
        }
        assertLetIn(rig(credential(kind, SECRET)));
        assertThat(host.shown()).isNotEmpty().allMatch(line -> line.startsWith(PLACE));
        assertTurnedAway(rig(credential(kind, "wrong")));
        assertTurnedAway(rig());
    }

    @Test
    void helper_is_asked_as_git_asks_it_and_nothing_secret_is_an_argument() throws Exception {
        assertLetIn(rig(credential("helper", SECRET)));
        assertThat(folder.resolve("asked")).hasContent("--role x get:protocol=https\nhost=git.acme.test");
    }

    @Test
    void credential_that_has_expired_is_told_apart_from_absence_and_a_new_one_counts_at_once() throws Exception {
        GitRig rig = rig(credential("netrc", SECRET));
        assertLetIn(rig);
        host.lock(PLACE, basic("bot", "renewed"));
        host.repository(PLACE).release("v1.1.0", GitRepo.module(LIB, "1.21")).publish();
        rig.pass(Duration.ofHours(1));
        Outcome outcome = rig.get(LIB + "/@v/v1.1.0.info").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.said()).doesNotContain(SECRET);
        netrc("renewed");
        rig.pass(Duration.ofHours(1));
        assertThat(rig.get(LIB + "/@v/v1.1.0.info").outcome()).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void page_of_a_module_is_asked_with_its_own_hosts_credential_alone() throws Exception {
        host.lock(LIB, basic("pages", "p4ge"));
        assertThat(rig(credential("password", SECRET)).get(LIB + "/@v/list").outcome())
                .isInstanceOf(Outcome.Denied.class);
        assertLetIn(rig(credential("password", SECRET), new HostLogin.Password("go.acme.test", "pages", "p4ge")));
        assertThat(host.shown()).noneMatch(line -> line.startsWith(LIB) && line.endsWith(RIGHT));
        assertThat(host.shown()).noneMatch(line -> line.startsWith(PLACE) && !line.endsWith(RIGHT));
    }

    @Test
    void redirect_to_another_host_takes_no_credential_along() throws Exception {
        host.redirect("git.acme.test/old", "https://evil.test/trap");
        host.repository("evil.test/trap")
                .release("v1.0.0", GitRepo.module(LIB, "1.21"))
                .publish();
        host.goImport(LIB, LIB + " git https://git.acme.test/old");
        rig(credential("password", SECRET)).get(LIB + "/@v/v1.0.0.zip");
        assertThat(host.log()).anyMatch(line -> line.contains("evil.test/trap"));
        assertThat(host.shown()).isNotEmpty().noneMatch(line -> line.startsWith("evil.test"));
    }

    @Test
    void redirect_from_another_host_ends_where_the_credential_is_for() throws Exception {
        host.redirect("corpus.test/moved", "https://" + PLACE);
        host.goImport(LIB, LIB + " git https://corpus.test/moved");
        assertLetIn(rig(credential("password", SECRET)));
        assertThat(host.shown()).noneMatch(line -> line.startsWith("corpus.test"));
    }

    @Test
    void other_port_of_the_same_host_is_another_host() throws Exception {
        host.goImport(LIB, LIB + " git https://git.acme.test:8443/team/lib");
        assertThat(rig(credential("password", SECRET)).get(LIB + "/@v/list").outcome())
                .isNotInstanceOf(Outcome.Found.class);
        assertThat(host.shown()).isEmpty();
    }

    @Test
    void module_proxy_of_a_page_is_shown_the_credential_only_on_its_own_host() throws Exception {
        host.goImport(LIB, LIB + " mod https://git.acme.test/proxy")
                .page("git.acme.test/proxy/" + LIB + "/@v/list", "v1.0.0\n");
        host.lock("git.acme.test/proxy", RIGHT);
        assertThat(rig(credential("password", SECRET)).get(LIB + "/@v/list").text())
                .isEqualTo("v1.0.0\n");
        host.goImport(LIB, LIB + " mod https://evil.test/proxy")
                .page("evil.test/proxy/" + LIB + "/@v/list", "v1.0.0\n");
        assertThat(rig(credential("password", SECRET)).get(LIB + "/@v/list").text())
                .isEqualTo("v1.0.0\n");
        assertThat(host.shown()).isNotEmpty().noneMatch(line -> line.startsWith("evil.test"));
    }

    @Test
    void helper_that_fails_or_knows_nothing_is_no_secret_and_no_absence() throws Exception {
        HostLogin none = new HostLogin.HelperProgram(
                "git.acme.test", List.of(folder.resolve("nowhere").toString()));
        Outcome outcome = rig(none).get(LIB + "/@v/list").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(outcome.said()).contains("credential helper");
        Path silent = Files.writeString(folder.resolve("silent"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(silent, PosixFilePermissions.fromString("rwx------"));
        HostLogin knowsNothing = new HostLogin.HelperProgram("git.acme.test", List.of(silent.toString()));
        assertThat(rig(knowsNothing).get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
        HostLogin noEntry =
                new HostLogin.NetrcLogin("git.acme.test", Files.writeString(folder.resolve("n"), "machine x\n"));
        assertThat(rig(noEntry).get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
    }
}
