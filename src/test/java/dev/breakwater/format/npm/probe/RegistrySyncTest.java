package dev.breakwater.format.npm.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.probe.SyncWatch;
import dev.breakwater.testing.NpmCorpus;
import dev.breakwater.testing.NpmLie;
import dev.breakwater.testing.NpmRegistry;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Origin;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RegistrySyncTest {
    @Test
    void registry_that_lags_is_found_by_its_short_document() throws Exception {
        NpmCorpus corpus = new NpmCorpus(null).tree(7);
        List<Event> told = new CopyOnWriteArrayList<>();
        try (NpmRegistry one = NpmRegistry.serving(corpus);
                NpmRegistry two = NpmRegistry.serving(corpus);
                NpmRegistry stale = NpmRegistry.serving(corpus);
                SyncWatch watch = new SyncWatch(told::add, InstantSource.system(), () -> false, Optional::empty)) {
            stale.lie(NpmLie.STALE);
            OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
            List<Origin> origins = new ArrayList<>();
            for (NpmRegistry each : List.of(one, two, stale)) {
                String name = "m" + origins.size();
                origins.add(new Mirror(
                        new Mirror.MirrorAddress(name, URI.create(each.url()), name, 1, false, Map.of(), null),
                        Mirror.MirrorLimits.USUAL,
                        web));
            }
            watch.watch(Map.of("npm", new SyncWatch.WatchedUpstreams(new NpmNames(), origins)));
            watch.publish(new Event.Listed("npm", "m0", "@leaf/p006", List.of(), List.of(), true));
            watch.look();
            assertThat(told)
                    .contains(
                            new Event.Listed("npm", "m2", "@leaf/p006", List.of("1.0.0"), List.of("1.1.0"), false),
                            new Event.Listed("npm", "m1", "@leaf/p006", List.of("1.0.0", "1.1.0"), List.of(), false));
            assertThat(one.log().last(asked -> true))
                    .allMatch(asked -> asked.header("accept").startsWith("application/vnd.npm.install-v1+json"))
                    .extracting(asked -> asked.path())
                    .containsExactly("/@leaf%2fp006");
        }
    }
}
