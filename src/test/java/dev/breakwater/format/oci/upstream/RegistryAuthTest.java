package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.Secret;
import dev.breakwater.event.Event;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OciCorpus;
import dev.breakwater.testing.OciRegistry;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tokens of a registry, from real token services on loopback ports. */
class RegistryAuthTest {
    private static final Credentials LOGIN = new Credentials.Basic("robot", new Secret("pass"));

    private final OciRegistry registry =
            OciRegistry.start(new OciCorpus(), MirrorSettings.of(new Corpus()).latency(Duration.ofMillis(150)));
    private final OciRegistry elsewhere = OciRegistry.serving(new OciCorpus());
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        registry.close();
        elsewhere.close();
    }

    private RegistryAuth auth(@Nullable Credentials credentials, String... redirectHosts) {
        UpstreamSettings upstream = new UpstreamSettings(
                "mirror",
                URI.create(registry.url() + "/v2"),
                Tier.PRIMARY,
                1,
                64,
                "domain",
                false,
                false,
                null,
                List.of(redirectHosts),
                new LinkedHashMap<>(),
                credentials,
                Mirror.MirrorLimits.USUAL);
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        return new RegistryAuth(upstream, () -> web, events::add, InstantSource.system());
    }

    private static Ask ask(String path) {
        return new Ask(path, Traffic.METADATA, 0, null, List.of(), false, new Cancellation());
    }

    private static List<String> challenge(OciRegistry service) {
        return List.of("Bearer realm=\"" + service.url() + "/token\",service=\"test\",scope=\"repository:x:pull\"");
    }

    private static String sent(OciRegistry service) {
        return service.log()
                .last(asked -> asked.path().equals("/token"))
                .getLast()
                .header("authorization");
    }

    @Test
    void a_token_is_kept_for_its_image_whatever_words_its_name_has() throws Exception {
        RegistryAuth auth = auth(null);
        assertThat(auth.answer(ask("a/manifests/b/manifests/v1"), challenge(registry)))
                .isTrue();
        Map<String, String> bearer = Map.of("Authorization", "Bearer let-me-in");
        assertThat(auth.headers(ask("a/manifests/b/tags/list?n=1000"))).isEqualTo(bearer);
        assertThat(auth.headers(ask("a/manifests/b/blobs/sha256:" + "0".repeat(64))))
                .isEqualTo(bearer);
        assertThat(auth.headers(ask("a/manifests/c/tags/list"))).isEmpty();
        assertThat(auth.headers(ask("a/manifests/v1"))).isEmpty();
    }

    @Test
    void credentials_go_to_the_registry_and_to_hosts_that_are_named() throws Exception {
        assertThat(auth(LOGIN).answer(ask("x/manifests/v1"), challenge(registry)))
                .isTrue();
        assertThat(sent(registry)).isEqualTo("Basic cm9ib3Q6cGFzcw==");
        assertThat(auth(null).answer(ask("x/manifests/v1"), challenge(registry)))
                .isTrue();
        assertThat(sent(registry)).isEmpty();
        assertThat(auth(LOGIN, elsewhere.host()).answer(ask("x/manifests/v1"), challenge(elsewhere)))
                .isTrue();
        assertThat(sent(elsewhere)).isNotEmpty();
    }

    @Test
    void a_registry_leads_to_no_internal_host_that_is_not_named() {
        assertThatThrownBy(() -> auth(LOGIN).answer(ask("x/manifests/v1"), challenge(elsewhere)))
                .isInstanceOf(WebException.class);
        assertThat(elsewhere.log().count()).isZero();
        assertThat(events).anySatisfy(event -> assertThat(event.toString()).contains("redirect-hosts"));
    }

    @Test
    void what_is_no_address_gives_no_token() {
        for (String realm : List.of("file:///etc/passwd", "http://a b/", "http://u:p@127.0.0.1/")) {
            List<String> demand = List.of("Bearer realm=\"" + realm + "\",service=\"s\"");
            assertThatThrownBy(() -> auth(LOGIN).answer(ask("x/manifests/v1"), demand))
                    .as(realm)
                    .isInstanceOf(WebException.class);
        }
    }

    @Test
    void a_service_that_refuses_the_credentials_is_a_refusal_and_any_other_failure_is_none() throws Exception {
        registry.tokenFault(Fault.FORBIDDEN_403);
        assertThat(auth(LOGIN).answer(ask("x/manifests/v1"), challenge(registry)))
                .isFalse();
        for (Fault fault : List.of(Fault.FORBIDDEN_403, Fault.THROTTLED_429, Fault.STATUS_500, Fault.HTML_200)) {
            registry.tokenFault(fault);
            assertThatThrownBy(() -> auth(null).answer(ask("x/manifests/v1"), challenge(registry)))
                    .as(fault.name())
                    .isInstanceOf(WebException.class)
                    .hasMessageContaining("the token service 127.0.0.1");
        }
    }

    @Test
    void all_who_wait_share_one_attempt_also_if_it_fails() throws Exception {
        registry.tokenFault(Fault.STATUS_500);
        RegistryAuth auth = auth(null);
        assertThat(together(auth)).isEqualTo(20);
        assertThat(registry.asked("GET", "/token")).isLessThan(4);
        registry.heal();
        registry.log().clear();
        assertThat(together(auth)).isZero();
        assertThat(registry.asked("GET", "/token")).isEqualTo(1);
    }

    /** How many of twenty requests at once fail. */
    private int together(RegistryAuth auth) throws InterruptedException {
        int failed = 0;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(clients.submit(() -> auth.answer(ask("x/manifests/v1"), challenge(registry))));
            }
            for (Future<Boolean> each : all) {
                try {
                    assertThat(each.get()).isTrue();
                } catch (ExecutionException e) {
                    failed++;
                }
            }
        }
        return failed;
    }
}
