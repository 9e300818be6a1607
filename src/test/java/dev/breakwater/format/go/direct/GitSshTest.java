package dev.breakwater.format.go.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.git.CloneQuota;
import dev.breakwater.git.GitLimits;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.git.HostLogin;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.testing.SshHost;
import dev.breakwater.upstream.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories by ssh, from a real sshd. */
@Execution(ExecutionMode.CONCURRENT)
class GitSshTest {
    private static final String LIB = "go.acme.test/lib";

    @TempDir
    Path folder;

    private GitHost pages;
    private SshHost host;

    @BeforeEach
    void start() throws IOException {
        host = SshHost.startOrSkip(Files.createDirectories(folder.resolve("ssh")));
        pages = GitHost.start(folder.resolve("hosts"));
        pages.goImport(LIB, LIB + " git ssh://git@" + host.address() + "/team/lib");
        host.repository("team/lib")
                .release("v1.0.0", GitRepo.module(LIB, "1.21"))
                .publish();
    }

    @AfterEach
    void stop() throws IOException {
        if (pages != null) {
            pages.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private GitRig rig(HostLogin... credentials) throws IOException {
        return new GitRig(
                Files.createTempDirectory(folder, "git with 'quotes' and 100%"),
                pages,
                GitLimits.USUAL,
                new HostCredentials(List.of(credentials)),
                CloneQuota.NONE);
    }

    private HostLogin.SshKey key(Path key, List<String> hostKeys) {
        return new HostLogin.SshKey(host.address(), host.user(), key, null, hostKeys);
    }

    private List<String> hostKey() throws IOException {
        return List.of(SshHost.publicKey(host.hostKey()));
    }

    private void assertLetIn(GitRig rig) throws IOException {
        assertThat(rig.get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Found.class);
        assertThat(rig.get(LIB + "/@v/list").text()).isEqualTo("v1.0.0\n");
        assertThat(rig.get(LIB + "/@v/v1.0.0.zip").outcome()).isInstanceOf(Outcome.Found.class);
    }

    @Test
    void right_key_and_a_known_host_let_us_in() throws Exception {
        assertLetIn(rig(key(host.clientKey(), hostKey())));
        Path known = Files.writeString(
                folder.resolve("known"),
                "[" + host.address().replace(":", "]:") + " " + hostKey().getFirst() + "\n");
        assertLetIn(rig(new HostLogin.SshKey(host.address(), host.user(), host.clientKey(), known, List.of())));
        assertThat(host.commands()).allMatch("git-upload-pack '/team/lib'"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost/team/lib", "https://localhost/team/lib/", "https://LOCALHOST/team/lib"})
    void https_address_on_a_host_with_a_key_alone_goes_by_ssh(String url) throws Exception {
        pages.goImport(LIB, LIB + " git " + url);
        assertLetIn(rig(key(host.clientKey(), hostKey())));
    }

    @Test
    void wrong_and_expired_keys_are_denied_and_that_is_no_absence() throws Exception {
        GitRig wrong = rig(key(SshHost.key(folder, "stranger"), hostKey()));
        Outcome denied = wrong.get(LIB + "/@v/list").outcome();
        assertThat(denied).isInstanceOf(Outcome.Denied.class);
        assertThat(denied.said()).contains("Permission denied").contains("rejected the configured credential");
        GitRig right = rig(key(host.clientKey(), hostKey()));
        assertLetIn(right);
        host.lock();
        right.pass(Duration.ofHours(1));
        assertThat(right.get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
        assertThat(right.get(LIB + "/@v/v1.0.0.mod").text()).startsWith("module " + LIB);
    }

    @Test
    void host_that_shows_another_key_is_told_nothing() throws Exception {
        GitRig rig = rig(key(host.clientKey(), List.of(SshHost.publicKey(SshHost.key(folder, "impostor")))));
        Outcome outcome = rig.get(LIB + "/@v/list").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.said()).contains("ssh key is not the configured one");
        assertThat(host.commands()).isEmpty();
        GitRig unknown = rig(key(host.clientKey(), List.of()));
        assertThat(unknown.get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void ssh_without_a_key_for_that_very_host_and_port_is_not_dialled() throws Exception {
        for (HostCredentials logins : List.of(
                HostCredentials.NONE,
                new HostCredentials(
                        List.of(new HostLogin.SshKey("localhost", host.user(), host.clientKey(), null, hostKey()))))) {
            GitRig rig = new GitRig(
                    Files.createTempDirectory(folder, "git"), pages, GitLimits.USUAL, logins, CloneQuota.NONE);
            Outcome outcome = rig.get(LIB + "/@v/list").outcome();
            assertThat(outcome).isInstanceOf(Outcome.Denied.class);
            assertThat(outcome.said()).contains("only [https] is allowed");
        }
        assertThat(host.commands()).isEmpty();
    }

    @Test
    void what_is_not_there_is_absent() throws Exception {
        pages.goImport(LIB, LIB + " git ssh://git@" + host.address() + "/team/nothing");
        assertThat(rig(key(host.clientKey(), hostKey())).get(LIB + "/@v/list").outcome())
                .isInstanceOf(Outcome.Missing.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/$(touch pwned)", "/a';touch pwned;'", "/-oProxyCommand=touch", "/%0Atouch"})
    void path_for_a_shell_is_a_path(String path) throws Exception {
        pages.goImport(LIB, LIB + " git ssh://git@" + host.address() + path.replace(" ", "%20"));
        assertThat(rig(key(host.clientKey(), hostKey())).get(LIB + "/@v/list").outcome())
                .isNotInstanceOf(Outcome.Found.class);
        assertThat(host.commands()).noneMatch(command -> command.equals("touch pwned"));
        assertThat(Files.exists(folder.resolve("pwned"))).isFalse();
    }
}
