package dev.breakwater.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.format.go.probe.GoTerms;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Kind;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.Rig;
import dev.breakwater.upstream.Origin;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncWatchTest {
    private static final String MODULE = "small.test/m000";

    private final Corpus corpus =
            Corpora.small(2, 1).publish(MODULE, "v1.1.0", Map.of("go.mod", "module " + MODULE + "\n"));
    private final List<Mirror> mirrors =
            List.of(Mirror.serving(corpus), Mirror.serving(corpus), Mirror.serving(corpus));
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:00:00Z");
    private boolean offline;
    private Optional<SyncWatch.WatchedModule> awaited = Optional.empty();

    private final SyncWatch watch = new SyncWatch(told::add, () -> now, () -> offline, () -> awaited);

    SyncWatchTest() {
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < mirrors.size(); i++) {
            origins.add(new dev.breakwater.upstream.Mirror(
                    new dev.breakwater.upstream.Mirror.MirrorAddress(
                            "m" + i, URI.create(mirrors.get(i).url()), "d" + i, 1, false, Map.of(), null),
                    dev.breakwater.upstream.Mirror.MirrorLimits.USUAL,
                    web));
        }
        watch.watch(Map.of("go", new SyncWatch.WatchedUpstreams(new GoTerms(), origins)));
    }

    @AfterEach
    void stop() {
        watch.close();
        mirrors.forEach(Mirror::close);
    }

    private void asked(String repository) {
        watch.publish(new Event.Listed(repository, "m0", MODULE, List.of("v1.1.0"), List.of(), true));
    }

    @Test
    void mirror_that_lags_is_told_from_those_that_do_not_and_again_when_it_has_caught_up() {
        asked("go");
        mirrors.get(2).fault(Fault.STALE_LIST);
        watch.look();
        assertThat(told)
                .contains(
                        new Event.Listed("go", "m2", MODULE, List.of("v1.0.0"), List.of("v1.1.0"), false),
                        new Event.Listed("go", "m1", MODULE, List.of("v1.0.0", "v1.1.0"), List.of(), false));
        told.clear();
        mirrors.get(2).heal();
        watch.look();
        assertThat(told).contains(new Event.Listed("go", "m2", MODULE, List.of("v1.0.0", "v1.1.0"), List.of(), false));
    }

    @Test
    void what_is_awaited_comes_first() {
        asked("go");
        awaited = Optional.of(new SyncWatch.WatchedModule("go", "small.test/m001"));
        watch.look();
        assertThat(mirrors.getFirst().log().counts().keySet()).containsExactly("/small.test/m001/@v/list");
    }

    @Test
    void nobody_is_asked_while_nobody_asks_or_offline_or_of_another_repository() {
        watch.look();
        asked("go");
        now = now.plus(Duration.ofMinutes(11));
        watch.look();
        asked("other");
        awaited = Optional.of(new SyncWatch.WatchedModule("other", MODULE));
        watch.look();
        offline = true;
        asked("go");
        awaited = Optional.of(new SyncWatch.WatchedModule("go", MODULE));
        watch.look();
        assertThat(mirrors).allMatch(mirror -> mirror.log().count() == 0);
    }

    @Test
    void lists_that_clients_ask_for_tell_who_lags(@TempDir Path folder) throws Exception {
        try (Rig rig = Rig.over(folder, corpus, 2, Rig.Choices.USUAL)) {
            rig.mirror(1).fault(Fault.STALE_LIST, asked -> asked.kind() == Kind.LIST);
            rig.get(MODULE + "/@v/list");
            assertThat(rig.events())
                    .contains(
                            new Event.Listed("go", "m1", MODULE, List.of("v1.0.0"), List.of("v1.1.0"), true),
                            new Event.Listed("go", "m0", MODULE, List.of("v1.0.0", "v1.1.0"), List.of(), true));
        }
    }
}
