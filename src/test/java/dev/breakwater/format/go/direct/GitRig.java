package dev.breakwater.format.go.direct;

import dev.breakwater.event.Event;
import dev.breakwater.git.CloneQuota;
import dev.breakwater.git.GitLimits;
import dev.breakwater.git.HostCredentials;
import dev.breakwater.git.Repositories;
import dev.breakwater.git.RepositoryReach;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GitHost;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** A {@link GitOrigin} that reaches the hosts of a {@link GitHost}. */
final class GitRig {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final GitOrigin origin;

    GitRig(Path folder, GitHost host, GitLimits limits) throws IOException {
        this(folder, host, limits, HostCredentials.NONE, CloneQuota.NONE);
    }

    GitRig(Path folder, GitHost host, GitLimits limits, HostCredentials logins, CloneQuota quota) throws IOException {
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        OutboundHttp web = new OutboundHttp(
                Set.of(), Certificates.shared().pem(), new Proxying(host.proxy(), host.proxy(), List.of()));
        RepositoryReach reach = new RepositoryReach(
                web, Set.of("https"), logins, Certificates.shared().pem());
        origin = new GitOrigin("direct", new Repositories(folder, reach, limits, quota, events::add, clock));
    }

    /** What a request came to. */
    record Got(Outcome outcome, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    Got get(String path) throws IOException {
        return get(path, new Cancellation());
    }

    Got get(String path, Cancellation cancellation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Sink sink = new Sink() {
            @Override
            public boolean begin(Head head) {
                return true;
            }

            @Override
            public void write(ByteBuffer more) {
                byte[] some = new byte[more.remaining()];
                more.get(some);
                bytes.writeBytes(some);
            }
        };
        return new Got(get(path, sink, cancellation), bytes.toByteArray());
    }

    Outcome get(String path, Sink sink) throws IOException {
        return get(path, sink, new Cancellation());
    }

    private Outcome get(String path, Sink sink, Cancellation cancellation) throws IOException {
        return origin.get(new Ask(path, Traffic.METADATA, 0, null, List.of(), false, cancellation), sink);
    }

    void pass(Duration time) {
        ahead.updateAndGet(t -> t.plus(time));
    }

    List<Event> events() {
        return List.copyOf(events);
    }
}
