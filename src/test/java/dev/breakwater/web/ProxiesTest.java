package dev.breakwater.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.SocksProxy;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static final URI PROXY = URI.create("http://proxy.example.com:3128");

    /** What the go command does with each, by golang.org/x/net/http/httpproxy. */
    @ParameterizedTest(name = "NO_PROXY={0} {1}: {2}")
    @CsvSource({
        "*, https://a.test/x, true",
        "a.test, https://a.test/x, true",
        "A.Test, https://a.test/x, true",
        "a.test, https://www.a.test/x, true",
        "a.test, https://ba.test/x, false",
        ".a.test, https://a.test/x, false",
        ".a.test, https://www.a.test/x, true",
        "*.a.test, https://www.a.test/x, true",
        "*.a.test, https://a.test/x, false",
        "a.test:443, https://a.test/x, true",
        "a.test:443, https://a.test:8443/x, false",
        "a.test:80, http://a.test/x, true",
        "a.test:8443, https://a.test:8443/x, true",
        "192.0.2.7, https://192.0.2.7/x, true",
        "192.0.2.7:443, https://192.0.2.7/x, true",
        "192.0.2.7:80, https://192.0.2.7/x, false",
        "192.0.2.0/24, https://192.0.2.7/x, true",
        "192.0.2.0/24, https://192.0.3.7/x, false",
        "192.0.2.0/24, https://a.test/x, false",
        "2001:db8::7, https://[2001:db8:0::7]/x, true",
        "[2001:db8::7], https://[2001:db8::7]/x, true",
        "[2001:db8::7]:443, https://[2001:db8::7]/x, true",
        "[2001:db8::7]:80, https://[2001:db8::7]/x, false",
        "2001:db8::/32, https://[2001:db8::7]/x, true",
        "nonsense/24, https://192.0.2.7/x, false",
        "192.0.2.0/999, https://192.0.2.7/x, false",
        "a.test, https://localhost/x, true",
        "a.test, https://127.1.2.3/x, true",
        "a.test, https://[::1]/x, true",
        "a.test, https://127.example.com/x, false",
    })
    void exceptions_mean_what_they_mean_to_go(String exception, URI target, boolean excepted) {
        Proxies proxies = new Proxies(new Proxying(PROXY, PROXY, List.of(exception)));
        assertThat(proxies.way(target) == null).isEqualTo(excepted);
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.test, HTTP, 80",
        "http://proxy.test:3128, HTTP, 3128",
        "socks5://proxy.test, SOCKS, 1080",
        "socks5h://me:pw@proxy.test:9050, SOCKS, 9050",
    })
    void a_proxy_is_of_the_kind_that_its_scheme_says(URI proxy, Proxy.Type type, int port) {
        Proxy chosen = new Proxies(new Proxying(proxy, proxy, List.of()))
                .select(URI.create("https://a.test/x"))
                .getFirst();
        assertThat(chosen.type()).isEqualTo(type);
        assertThat(((InetSocketAddress) chosen.address()).getPort()).isEqualTo(port);
    }

    private static String get(URI proxy) throws Exception {
        OutboundHttp web = new OutboundHttp(Set.of(), null, new Proxying(proxy, proxy, List.of()));
        try (OutboundResponse reply = web.line(Duration.ofSeconds(10), Duration.ofSeconds(10), null)
                .get("http://mirror.test/small.test/m000/@v/list", Map.of(), new Cancellation())) {
            ByteBuffer body = ByteBuffer.allocate(1024);
            for (int n = 0; n >= 0; ) {
                n = reply.read(body);
            }
            return new String(body.array(), 0, body.position(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"socks5", "socks5h"})
    void a_socks_proxy_is_used_and_resolves_the_names(String scheme) throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 7));
                SocksProxy proxy = SocksProxy.to(URI.create(mirror.url()).getPort())) {
            assertThat(get(URI.create(scheme + "://127.0.0.1:" + proxy.port()))).isEqualTo("v1.0.0\n");
            assertThat(proxy.asked()).containsExactly("mirror.test:80");
        }
    }

    @Test
    void a_socks_proxy_is_told_user_and_password() throws Exception {
        try (Mirror mirror = Mirror.serving(Corpora.small(1, 7));
                SocksProxy proxy = SocksProxy.withLogin(URI.create(mirror.url()).getPort())) {
            assertThat(get(URI.create("socks5://me:p%40ss@127.0.0.1:" + proxy.port())))
                    .isEqualTo("v1.0.0\n");
            assertThat(proxy.logins()).containsExactly("me:p@ss");
        }
    }
}
