package dev.breakwater.probe;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.upstream.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A periodic check whether the upstreams have caught up with each other: every few minutes it asks all of them for the list of
 * one module that clients requested, first of all one with a missing version. So a mirror's delay is known even if no client
 * asks. It sends nothing while clients request nothing, and nothing about a module that only one upstream may know.
 */
public final class SyncWatch implements Events, AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int MODULES = 8;
    private static final int NEWEST = 16;

    /** A module, and the repository in which it was requested: only that repository's upstreams may learn its name. */
    public record WatchedModule(String repository, String module) {}

    /**
     * The upstreams of a repository.
     *
     * @param lists how they are asked for versions
     */
    public record WatchedUpstreams(VersionLists lists, List<Origin> origins) {}

    private final Events events;
    private final InstantSource clock;
    private final BooleanSupplier offline;
    private final Supplier<Optional<WatchedModule>> awaited;
    private final Deque<WatchedModule> modules = new ArrayDeque<>();
    private final Periodic ticker;
    private volatile Map<String, WatchedUpstreams> groups = Map.of();
    private volatile Instant heard = Instant.MIN;

    /**
     * Watches nothing yet, and nothing while {@code offline}.
     *
     * @param awaited the module of which an upstream lacks a version that others have
     */
    public SyncWatch(
            Events events, InstantSource clock, BooleanSupplier offline, Supplier<Optional<WatchedModule>> awaited) {
        this.events = events;
        this.clock = clock;
        this.offline = offline;
        this.awaited = awaited;
        this.ticker = new Periodic("sync-watch", EVERY, this::look, events);
    }

    /** Starts to check, on a thread of its own. */
    public void start() {
        ticker.start();
    }

    /** Sets the upstreams to check, by repository. */
    public void watch(Map<String, WatchedUpstreams> upstreams) {
        groups = Map.copyOf(upstreams);
    }

    /** Records which modules clients request. */
    @Override
    public void publish(Event event) {
        if (event instanceof Event.Listed listed && listed.asked()) {
            heard = clock.instant();
            synchronized (modules) {
                WatchedModule place = new WatchedModule(listed.repository(), listed.subject());
                modules.remove(place);
                modules.addLast(place);
                if (modules.size() > MODULES) {
                    modules.removeFirst();
                }
            }
        }
    }

    /** Checks once, unless no client has requested anything recently. */
    public void look() {
        if (offline.getAsBoolean() || heard.isBefore(clock.instant().minus(IDLE))) {
            return;
        }
        next().ifPresent(place -> {
            WatchedUpstreams upstreams = groups.get(place.repository());
            if (upstreams != null) {
                compare(place, upstreams);
            }
        });
    }

    /** The module with a missing version, else each module in turn. */
    private Optional<WatchedModule> next() {
        Optional<WatchedModule> late = awaited.get();
        if (late.isPresent()) {
            return late;
        }
        synchronized (modules) {
            WatchedModule first = modules.pollFirst();
            if (first != null) {
                modules.addLast(first);
            }
            return Optional.ofNullable(first);
        }
    }

    private void compare(WatchedModule place, WatchedUpstreams upstreams) {
        VersionLists terms = upstreams.lists();
        String module = place.module();
        Map<Origin, List<String>> lists = new HashMap<>();
        for (Origin origin : upstreams.origins()) {
            list(module, terms, origin).ifPresent(versions -> lists.put(origin, versions));
        }
        Map<String, Integer> named = SampleChoice.named(
                module,
                lists.values().stream().map(list -> Map.of(module, list)).toList(),
                terms::compare);
        TreeSet<String> existing = new TreeSet<>(terms::compare);
        named.forEach((version, times) -> {
            // when clients ask, the answer of one alone is accepted, if there is other evidence
            if (times > 1) {
                existing.add(version);
            }
        });
        List<String> newest =
                existing.stream().skip(Math.max(0, existing.size() - NEWEST)).toList();
        lists.forEach((origin, versions) -> {
            Set<String> own = new HashSet<>(versions);
            events.publish(new Event.Listed(
                    place.repository(),
                    origin.name(),
                    module,
                    own.stream().sorted(terms::compare).toList(),
                    newest.stream().filter(v -> !own.contains(v)).toList(),
                    false));
        });
    }

    private Optional<List<String>> list(String module, VersionLists terms, Origin origin) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Sink sink = new Sink() {
            @Override
            public boolean begin(Head head) {
                return head.total() <= ProbeClient.SMALL;
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (body.size() > ProbeClient.SMALL) {
                    throw new IOException("a list of more than " + ProbeClient.SMALL + " bytes");
                }
                byte[] some = new byte[bytes.remaining()];
                bytes.get(some);
                body.write(some);
            }
        };
        try {
            return origin.get(terms.list(module), sink) instanceof Outcome.Found
                    ? terms.listed(module, body.toByteArray())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
