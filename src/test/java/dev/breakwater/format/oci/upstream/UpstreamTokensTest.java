package dev.breakwater.format.oci.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.config.Secret;
import dev.breakwater.event.Event;
import dev.breakwater.format.oci.settings.RegistryAccess;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.Cancellation;
import dev.breakwater.web.OutboundHttp;
import dev.breakwater.web.Proxying;
import dev.breakwater.web.WebException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a registry's login goes, and in which form. */
class UpstreamTokensTest {
    private final List<Event> events = new CopyOnWriteArrayList<>();

    private UpstreamTokens service(String url, String... tokenHosts) {
        UpstreamSettings upstream = new UpstreamSettings(
                "mirror",
                URI.create(url),
                Tier.PRIMARY,
                1,
                64,
                "domain",
                false,
                false,
                null,
                List.of("storage.example.net"),
                new LinkedHashMap<>(),
                null,
                Mirror.MirrorLimits.USUAL);
        OutboundHttp web = new OutboundHttp(Set.of("127.0.0.1"), null, Proxying.NONE);
        return new UpstreamTokens(
                upstream,
                new RegistryAccess(List.of(tokenHosts), null),
                () -> web,
                events::add,
                InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com/v2, https://registry.example.com/token, true",
        "https://registry.example.com/v2, https://REGISTRY.example.com:443/token, true",
        "https://registry.example.com:5000/v2, https://registry.example.com:5000/token, true",
        "https://registry.example.com/v2, https://auth.example.com/token, true",
        "https://registry.example.com/v2, https://example.com/token, true",
        "https://registry.example.com/v2, https://auth.example.com.evil.org/token, false",
        "https://registry.example.com/v2, https://evil-example.com/token, false",
        "https://registry.example.com/v2, https://auth.example.org/token, false",
        "https://registry.example.co.uk/v2, https://auth.example.co.uk/token, true",
        "https://registry.example.co.uk/v2, https://auth.other.co.uk/token, false",
        "https://registry.example.com.cn/v2, https://auth.other.com.cn/token, false",
        "https://one.github.io/v2, https://two.github.io/token, false",
        "https://10.0.0.1/v2, https://10.0.0.2/token, false",
        "https://localhost:5000/v2, https://localhost:5001/token, false",
        "http://registry.example.com/v2, http://auth.example.com/token, false",
        "http://registry.example.com:5000/v2, http://registry.example.com:5000/token, true",
        "https://registry.example.com/v2, https://storage.example.net/token, false",
        "https://registry.example.com/v2, https://auth.example.net/token, true",
        "https://registry.example.com/v2, https://auth.example.net:8443/token, false",
        "https://registry.example.com/v2, https://tokens.example.net:8443/token, true",
        "https://registry.example.com/v2, https://tokens.example.net/token, false",
    })
    void a_login_goes_to_its_own_host_its_registrable_domain_and_token_hosts_alone(
            String registry, String realm, boolean trusted) {
        UpstreamTokens service = service(registry, "auth.example.net", "tokens.example.net:8443");
        assertThat(service.isTrusted(URI.create(realm))).isEqualTo(trusted);
        assertThat(events).hasSize(trusted ? 0 : 1);
    }

    @Test
    void the_log_names_each_other_token_service_once() {
        UpstreamTokens service = service("https://registry.example.com/v2");
        for (int i = 0; i < 3; i++) {
            assertThat(service.isTrusted(URI.create("https://auth.example.net/token")))
                    .isFalse();
        }
        assertThat(events).singleElement().asString().contains("auth.example.net", "list it in token-hosts");
        for (int i = 0; i < 1000; i++) {
            assertThat(service.isTrusted(URI.create("https://auth" + i + ".example.net/token")))
                    .isFalse();
        }
        assertThat(events).hasSize(16);
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com/v2, http://registry.example.com/token",
        "https://registry.example.com/v2, file:///etc/passwd",
        "https://registry.example.com/v2, https://u:p@registry.example.com/token",
        "https://registry.example.com/v2, https://registry.example.com/token#x",
        "https://registry.example.com/v2, https://registry.example.com/a b",
    })
    void what_is_no_address_or_less_safe_is_not_asked(String registry, String realm) {
        UpstreamTokens service = service(registry);
        assertThatThrownBy(() -> service.realm(new Challenge(realm, "s", ""))).isInstanceOf(WebException.class);
    }

    @Test
    void an_identity_token_is_exchanged_by_post_and_is_in_no_address() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] reply = "{\"access_token\":\"let-me-in\",\"expires_in\":300}".getBytes(StandardCharsets.UTF_8);
            boolean right = body.endsWith("&refresh_token=id%2Btoken");
            exchange.sendResponseHeaders(right ? 200 : 400, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            UpstreamTokens service = service(url + "/v2");
            Challenge demand = new Challenge(url + "/token?tenant=1", "the registry", "repository:a/b:pull");
            URI realm = service.realm(demand);
            UpstreamTokens.TokenReply token =
                    service.fetch(demand, realm, RegistryLogin.ofToken("id+token"), new Cancellation());
            assertThat(token)
                    .isInstanceOfSatisfying(
                            UpstreamTokens.TokenGranted.class,
                            granted -> assertThat(granted.token().text()).isEqualTo("let-me-in"));
            assertThat(service.fetch(demand, realm, RegistryLogin.ofToken("expired"), new Cancellation()))
                    .as("a token that is no longer valid is refused with 400")
                    .isEqualTo(new UpstreamTokens.LoginRefused(true));
            assertThat(asked.getFirst())
                    .isEqualTo("POST /token?tenant=1 grant_type=refresh_token&client_id=breakwater&service=the+registry"
                            + "&scope=repository%3Aa%2Fb%3Apull&refresh_token=id%2Btoken null");
            RegistryLogin login = new RegistryLogin("robot", new Secret("pass"));
            assertThatThrownBy(() -> service.fetch(demand, realm, login, new Cancellation()))
                    .hasMessageContaining("answered 400");
            assertThat(asked.getLast())
                    .isEqualTo("GET /token?tenant=1&service=the+registry&scope=repository%3Aa%2Fb%3Apull  Basic"
                            + " cm9ib3Q6cGFzcw==");
        } finally {
            server.stop(0);
        }
    }
}
