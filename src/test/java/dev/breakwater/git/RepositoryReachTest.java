package dev.breakwater.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.event.Events;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where git may be sent, without a proxy in between: by real names to real sockets. */
class RepositoryReachTest {
    @TempDir
    Path folder;

    private GitException failure(Set<String> named, String url) throws IOException {
        RepositoryReach reach = new RepositoryReach(
                new OutboundHttp(named, null, Proxying.NONE), Set.of("https"), HostCredentials.NONE, null);
        BareRepository repository = new Repositories(
                        folder, reach, GitLimits.USUAL, CloneQuota.NONE, Events.NONE, InstantSource.system())
                .lease(url)
                .repository();
        GitException failure =
                catchThrowableOfType(GitException.class, () -> repository.refs(Duration.ZERO, new Cancellation()));
        assertThat(failure).as(url).isNotNull();
        return failure;
    }

    @Test
    void internal_address_is_dialled_only_where_the_configuration_names_its_host() throws Exception {
        AtomicInteger dialled = new AtomicInteger();
        try (ServerSocket inside = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        inside.accept().close();
                        dialled.incrementAndGet();
                    }
                } catch (IOException e) {
                    // closed
                }
            });
            String at = ":" + inside.getLocalPort() + "/team/lib";
            for (String host :
                    new String[] {"localhost", "127.0.0.1", "[::1]", "LOCALHOST", "0x7f000001", "2130706433"}) {
                GitException refused = failure(Set.of("git.example.com"), "https://" + host + at);
                assertThat(refused.fault()).as(refused.getMessage()).isNotEqualTo(GitException.GitFault.ABSENT);
            }
            assertThat(dialled).hasValue(0);
            failure(Set.of("localhost"), "https://localhost" + at);
            assertThat(dialled).hasPositiveValue();
        }
    }
}
