package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.Secret;
import dev.breakwater.event.Event;
import dev.breakwater.format.oci.settings.RegistryAccess;
import dev.breakwater.format.oci.settings.RegistryAccess.CredentialSource;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.io.TempDir;

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

    private final PutForward clock = new PutForward();
    private @Nullable CredentialSource source;

    @TempDir
    private Path folder;

    private RegistryAuth auth(@Nullable Credentials credentials, String... tokenHosts) {
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
                List.of(),
                new LinkedHashMap<>(),
                credentials,
                Mirror.MirrorLimits.USUAL);
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        return new RegistryAuth(
                upstream, new RegistryAccess(List.of(tokenHosts), source), () -> web, events::add, clock);
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
        assertThat(events).anySatisfy(event -> assertThat(event.toString()).contains("token-hosts"));
    }

    @Test
    void tokens_for_many_images_come_over_one_connection() throws Exception {
        RegistryAuth auth = auth(LOGIN);
        for (int i = 0; i < 5; i++) {
            assertThat(auth.answer(ask("x" + i + "/manifests/v1"), challenge(registry)))
                    .isTrue();
        }
        assertThat(registry.asked("GET", "/token")).isEqualTo(5);
        assertThat(registry.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void a_fixed_token_that_is_refused_is_not_replaced_by_an_anonymous_one() throws Exception {
        RegistryAuth auth = auth(new Credentials.Bearer(new Secret("expired")));
        for (int i = 0; i < 3; i++) {
            assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isFalse();
        }
        assertThat(auth.headers(ask("x/manifests/v1"))).isEmpty();
        assertThat(registry.asked("GET", "/token")).isZero();
        assertThat(events).singleElement().asString().contains("mirror refuses its token");
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

    private RegistryAuth asking(LoginScript script) {
        source = new CredentialSource.HelperCommand(List.of(script.file().toString()));
        return auth(null);
    }

    @Test
    void a_realm_may_have_a_query_of_its_own() throws Exception {
        List<String> demand = List.of("Bearer realm=\"" + registry.url() + "/token?tenant=7\",service=\"s\"");
        assertThat(auth(LOGIN).answer(ask("x/manifests/v1"), demand)).isTrue();
        assertThat(registry.log().last().getLast().asked().query()).isEqualTo("tenant=7&service=s");
        assertThat(sent(registry)).isEqualTo("Basic cm9ib3Q6cGFzcw==");
    }

    @Test
    void a_helper_is_asked_once_for_all_who_wait_and_again_after_ten_minutes() throws Exception {
        registry.tokensFor("robot", "pass");
        LoginScript script = LoginScript.of(folder, "sleep 0.3\n" + LoginScript.says("robot", "pass"));
        RegistryAuth auth = asking(script);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String image = "x" + i;
                all.add(clients.submit(() -> auth.answer(ask(image + "/manifests/v1"), challenge(registry))));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(script.count()).isEqualTo(1);
        assertThat(script.runs()).content().isEqualTo("get " + registry.host() + "\n");
        clock.pass(Duration.ofMinutes(9));
        assertThat(auth.answer(ask("y/manifests/v1"), challenge(registry))).isTrue();
        assertThat(script.count()).isEqualTo(1);
        clock.pass(Duration.ofMinutes(2));
        assertThat(auth.answer(ask("z/manifests/v1"), challenge(registry))).isTrue();
        assertThat(script.count()).isEqualTo(2);
    }

    @Test
    void a_login_that_is_refused_is_asked_for_anew_once() throws Exception {
        registry.tokensFor("robot", "new");
        LoginScript script = LoginScript.of(folder, LoginScript.says("robot", "old"));
        RegistryAuth auth = asking(script);
        assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry)))
                .as("it is the newest login there is")
                .isFalse();
        script.now(LoginScript.says("robot", "new"));
        for (int i = 0; i < 5; i++) {
            assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isFalse();
        }
        assertThat(script.count()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(31));
        assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isTrue();
        assertThat(script.count()).isEqualTo(2);
    }

    @Test
    void a_login_that_a_token_service_refuses_is_tried_once_in_thirty_seconds() throws Exception {
        registry.tokensFor("robot", "another");
        RegistryAuth auth = auth(LOGIN);
        assertThat(refused(auth)).isEqualTo(20);
        assertThat(refused(auth)).isEqualTo(20);
        assertThat(registry.asked("GET", "/token")).isEqualTo(1);
        assertThat(events).singleElement().asString().contains("refuses the login for mirror");
        clock.pass(Duration.ofSeconds(31));
        assertThat(refused(auth)).isEqualTo(20);
        assertThat(registry.asked("GET", "/token")).isEqualTo(2);
        assertThat(events).hasSize(1);
        registry.tokensFor("robot", "pass");
        clock.pass(Duration.ofSeconds(31));
        assertThat(refused(auth)).isZero();
    }

    /** How many of twenty requests at once for as many images are refused a token. */
    private int refused(RegistryAuth auth) throws Exception {
        int refused = 0;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String image = "x" + i;
                all.add(clients.submit(() -> auth.answer(ask(image + "/manifests/v1"), challenge(registry))));
            }
            for (Future<Boolean> each : all) {
                refused += each.get() ? 0 : 1;
            }
        }
        return refused;
    }

    @Test
    void a_login_that_gets_no_token_for_one_image_gets_one_for_another() throws Exception {
        registry.tokenFault(Fault.FORBIDDEN_403);
        RegistryAuth auth = auth(LOGIN);
        for (int i = 0; i < 5; i++) {
            assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isFalse();
        }
        assertThat(registry.asked("GET", "/token")).isEqualTo(1);
        assertThat(events).isEmpty();
        registry.heal();
        assertThat(auth.answer(ask("y/manifests/v1"), challenge(registry))).isTrue();
        assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isFalse();
    }

    @Test
    void a_dead_token_service_costs_requests_for_many_images_one_wait() throws Exception {
        registry.tokenFault(Fault.STATUS_500);
        RegistryAuth auth = auth(LOGIN);
        assertThatThrownBy(() -> refused(auth)).hasCauseInstanceOf(WebException.class);
        assertThat(registry.asked("GET", "/token")).isLessThan(4);
    }

    @Test
    void a_helper_that_fails_is_trouble_and_runs_once_in_five_seconds() throws Exception {
        LoginScript script = LoginScript.of(folder, "echo 'not logged in' >&2; exit 1");
        RegistryAuth auth = asking(script);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> auth.answer(ask("x/manifests/v1"), challenge(registry)))
                    .isInstanceOf(WebException.class)
                    .hasMessageContaining("failed with status 1")
                    .hasMessageNotContaining("not logged in");
        }
        assertThat(script.count()).isEqualTo(1);
        assertThat(events).singleElement().asString().contains("not logged in");
        script.now(LoginScript.says("robot", "pass"));
        clock.pass(Duration.ofSeconds(6));
        assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isTrue();
        assertThat(registry.asked("GET", "/token")).isEqualTo(1);
    }

    @Test
    void the_login_of_a_helper_goes_to_no_other_token_service() throws Exception {
        LoginScript script = LoginScript.of(folder, LoginScript.says("robot", "pass"));
        RegistryAuth auth = asking(script);
        assertThatThrownBy(() -> auth.answer(ask("x/manifests/v1"), challenge(elsewhere)))
                .isInstanceOf(WebException.class);
        assertThat(script.count()).as("it need not run").isZero();
        assertThat(elsewhere.log().count()).isZero();
    }

    @Test
    void a_registry_that_wants_user_and_password_itself_gets_them() throws Exception {
        List<String> basic = List.of("Basic realm=\"r\"");
        LoginScript script = LoginScript.of(folder, LoginScript.says("AWS", "pw-1"));
        RegistryAuth auth = asking(script);
        assertThat(auth.headers(ask("x/manifests/v1"))).isEmpty();
        assertThat(auth.answer(ask("x/manifests/v1"), basic)).isTrue();
        Map<String, String> first = auth.headers(ask("y/manifests/v1"));
        assertThat(first).containsEntry("Authorization", "Basic QVdTOnB3LTE=");
        script.now(LoginScript.says("AWS", "pw-2"));
        clock.pass(Duration.ofMinutes(1));
        assertThat(auth.headers(ask("x/manifests/v1"))).isEqualTo(first);
        assertThat(auth.answer(ask("x/manifests/v1"), basic))
                .as("the first one was refused")
                .isTrue();
        assertThat(auth.headers(ask("x/manifests/v1"))).isNotEqualTo(first);
        clock.pass(Duration.ofMinutes(11));
        assertThat(auth.headers(ask("x/manifests/v1"))).isEmpty();
        source = null;
        assertThat(auth(LOGIN).answer(ask("x/manifests/v1"), basic))
                .as("the fixed ones were sent already")
                .isFalse();
    }

    @Test
    void an_identity_token_is_no_user_and_password() throws Exception {
        RegistryAuth auth = asking(LoginScript.of(folder, LoginScript.says("<token>", "idt")));
        assertThatThrownBy(() -> auth.answer(ask("x/manifests/v1"), List.of("Basic realm=\"r\"")))
                .hasMessageContaining("identity token");
        assertThat(auth.headers(ask("x/manifests/v1"))).isEmpty();
    }

    @Test
    void a_docker_config_that_changes_is_read_again() throws Exception {
        registry.tokensFor("robot", "pass");
        Path file = Files.writeString(folder.resolve("config.json"), "{\"auths\":{}}");
        source = new CredentialSource.DockerConfigFile(file);
        RegistryAuth auth = auth(null);
        assertThatThrownBy(() -> auth.answer(ask("x/manifests/v1"), challenge(registry)))
                .hasMessageContaining("no login for " + registry.host());
        Files.writeString(file, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"cm9ib3Q6b2xk\"}}}");
        for (int i = 0; i < 5; i++) {
            assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isFalse();
        }
        assertThat(registry.asked("GET", "/token")).isEqualTo(1);
        Files.writeString(file, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"cm9ib3Q6cGFzcw==\"}}}");
        assertThat(auth.answer(ask("x/manifests/v1"), challenge(registry))).isTrue();
    }

    /** The system's clock, put forward. */
    private static final class PutForward implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }
    }
}
