package dev.breakwater.format.go.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.event.Events;
import dev.breakwater.git.CloneQuota;
import dev.breakwater.git.GitLimits;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones of half a megabyte each, where two have room. */
class GitQuotaTest {
    private static final long MOST = 1_400_000;

    @TempDir
    Path folder;

    private GitHost host;
    private GitRig rig;

    @BeforeEach
    void start() throws IOException {
        host = GitHost.start(folder.resolve("hosts"));
        for (String name : new String[] {"a", "b", "c"}) {
            byte[] noise = new byte[500_000];
            new SplittableRandom(name.hashCode()).nextBytes(noise);
            host.repository(module(name))
                    .release("v1.0.0", GitRepo.module(module(name), "1.21").file("noise", noise))
                    .release("v1.1.0", GitRepo.module(module(name), "1.21").file("noise", noise), 1)
                    .publish();
        }
        rig = new GitRig(
                folder.resolve("git"),
                host,
                GitLimits.USUAL,
                HostCredentials.NONE,
                new CloneQuota(() -> MOST, Events.NONE));
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    private static String module(String name) {
        return "github.com/corpus/" + name;
    }

    private void use(String name, String version) throws IOException {
        assertThat(rig.get(module(name) + "/@v/" + version + ".zip").outcome()).isInstanceOf(Outcome.Found.class);
        rig.pass(Duration.ofMinutes(1));
    }

    private long clones() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("git"))) {
            return folders.filter(each -> Files.exists(each.resolve("repository.git")))
                    .count();
        }
    }

    private long memories() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("git"))) {
            return folders.filter(each -> Files.exists(each.resolve("served"))).count();
        }
    }

    @Test
    void clone_that_was_not_used_for_longest_goes_and_its_tags_are_remembered() throws Exception {
        use("a", "v1.0.0");
        use("b", "v1.0.0");
        use("a", "v1.1.0");
        assertThat(clones()).isEqualTo(2);
        use("c", "v1.0.0");
        await().atMost(Duration.ofSeconds(10)).until(() -> clones() == 2);
        assertThat(memories()).isEqualTo(3);
        use("a", "v1.0.0");
        assertThat(host.fetches(module("a"))).isEqualTo(1);
        use("b", "v1.1.0");
        assertThat(host.fetches(module("b"))).isEqualTo(2);
    }

    @Test
    void tag_that_was_moved_is_known_also_when_the_clone_had_gone() throws Exception {
        use("a", "v1.0.0");
        GitRepo moved = host.repository(module("a"));
        moved.git(new byte[0], "update-ref", "refs/tags/v1.0.0", moved.hash("v1.1.0"));
        use("b", "v1.0.0");
        use("c", "v1.0.0");
        await().atMost(Duration.ofSeconds(10)).until(() -> clones() == 2);
        String before = moved.hash("v1.1.0^");
        assertThat(rig.get(module("a") + "/@v/v1.0.0.info").text()).contains(before);
        assertThat(host.fetches(module("a"))).isEqualTo(2);
    }

    @Test
    void clone_in_use_stays() throws Exception {
        use("a", "v1.0.0");
        Sink other = new Sink() {
            private boolean begun;

            @Override
            public boolean begin(Head head) throws IOException {
                begun = true;
                use("b", "v1.0.0");
                use("c", "v1.0.0");
                await().atMost(Duration.ofSeconds(10)).until(() -> clones() == 2);
                return true;
            }

            @Override
            public void write(ByteBuffer more) {
                assertThat(begun).isTrue();
            }
        };
        // b goes in its place, though a was used before it
        assertThat(rig.get(module("a") + "/@v/v1.1.0.zip", other)).isInstanceOf(Outcome.Found.class);
        use("a", "v1.0.0");
        assertThat(host.fetches(module("a"))).isEqualTo(1);
        use("b", "v1.1.0");
        assertThat(host.fetches(module("b"))).isEqualTo(2);
    }
}
