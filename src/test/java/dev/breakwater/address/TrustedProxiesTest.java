package dev.breakwater.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.breakwater.address.TrustedProxies.Family;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final List<IpRange> RANGES = Stream.of("127.0.0.0/8", "::1", "10.1.0.0/16", "fd00:1::/32")
            .map(IpRange::parse)
            .map(Objects::requireNonNull)
            .toList();
    private static final TrustedProxies X = new TrustedProxies(RANGES, Family.X_FORWARDED, true, true);
    private static final TrustedProxies STANDARD = new TrustedProxies(RANGES, Family.FORWARDED, true, true);

    private static TrustedProxies.RequestOrigin origin(TrustedProxies proxies, Map<String, List<String>> headers) {
        return proxies.origin("127.0.0.1", name -> headers.getOrDefault(name, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.1.2.3 | 203.0.113.9",
                // what a stranger wrote stands further to the left
                "198.51.100.1, 203.0.113.9, 10.1.2.3 | 203.0.113.9",
                "127.0.0.1, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "::ffff:203.0.113.9 | 203.0.113.9",
                // all are ours: the first of them
                "10.1.9.9, 10.1.2.3 | 10.1.9.9",
                // what is no address is nobody's word
                "203.0.113.9, unknown | 127.0.0.1",
                "203.0.113.9, 010.1.2.3 | 127.0.0.1",
                "203.0.113.9, 10.1.2.3, | 127.0.0.1",
                "localhost | 127.0.0.1",
            })
    void client_is_the_first_untrusted_address_from_the_right(String header, String client) {
        assertThat(origin(X, Map.of("x-forwarded-for", List.of(header))).client())
                .isEqualTo(new ClientAddress(client, true));
        // the same in lines of their own
        assertThat(origin(X, Map.of("x-forwarded-for", Arrays.asList(header.split(",", -1))))
                        .client())
                .isEqualTo(new ClientAddress(client, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.9;proto=https | 203.0.113.9 | https",
                "For=\"[2001:db8::1]:4711\" ; Proto=https | 2001:db8:0:0:0:0:0:1 | https",
                "for=198.51.100.1;proto=ftp, for=203.0.113.9;proto=https, for=10.1.2.3;proto=http | 203.0.113.9 | https",
                "for=_hidden, for=10.1.2.3 | 10.1.2.3 |",
                "for=unknown | 127.0.0.1 |",
                // a quote that a stranger leaves open takes nothing of what a proxy adds
                "for=\", for=203.0.113.9 | 203.0.113.9 |",
                "for=\"x, for=\"[2001:db8::1]\" | 2001:db8:0:0:0:0:0:1 |",
                "nonsense, for=203.0.113.9;by=10.1.2.3 | 203.0.113.9 |",
                "for=203.0.113.9, nonsense | 127.0.0.1 |",
            })
    void forwarded_is_read_as_its_rfc_has_it(String header, String client, String scheme) {
        TrustedProxies.RequestOrigin origin = origin(STANDARD, Map.of("forwarded", List.of(header)));
        assertThat(origin.client()).isEqualTo(new ClientAddress(client, true));
        assertThat(origin.scheme()).isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"for=\"\\a", "x", "x=\"\\a,", "x,", " ", "/"})
    void a_header_that_is_as_long_as_one_may_be_costs_little_and_takes_nothing_of_what_a_proxy_adds(String part) {
        String long16KiB = part.repeat(16 * 1024 / part.length());
        Map<String, List<String>> headers = Map.of(
                "forwarded", List.of(long16KiB + ", for=203.0.113.9;proto=https"),
                "x-forwarded-prefix", List.of("/" + long16KiB + "!"));
        assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 20; i++) {
                assertThat(origin(STANDARD, headers).client().text()).isEqualTo("203.0.113.9");
                assertThat(origin(STANDARD, headers).prefix()).isEmpty();
            }
        });
    }

    @Test
    void an_escaped_part_as_long_as_a_header_is_read_without_a_deep_stack() {
        String quoted = "for=203.0.113.9;by=\"" + "\\a".repeat(2000) + "\"";
        assertThat(origin(STANDARD, Map.of("forwarded", List.of(quoted)))
                        .client()
                        .text())
                .isEqualTo("203.0.113.9");
    }

    @Test
    void of_more_elements_than_a_way_has_the_last_ones_count() {
        String invented = "for=198.51.100.1, ".repeat(40);
        assertThat(origin(STANDARD, Map.of("forwarded", List.of(invented + "for=203.0.113.9")))
                        .client()
                        .text())
                .isEqualTo("203.0.113.9");
        assertThat(origin(STANDARD, Map.of("forwarded", List.of(invented, "for=203.0.113.9")))
                        .client()
                        .text())
                .isEqualTo("203.0.113.9");
    }

    @Test
    void other_family_is_not_believed() {
        Map<String, List<String>> both = Map.of(
                "x-forwarded-for", List.of("198.51.100.1"), "forwarded", List.of("for=203.0.113.9;host=a.example"));
        assertThat(origin(X, both).client().text()).isEqualTo("198.51.100.1");
        assertThat(origin(X, both).host()).isNull();
        assertThat(origin(STANDARD, both).client().text()).isEqualTo("203.0.113.9");
        assertThat(origin(STANDARD, both).host()).isEqualTo("a.example");
    }

    @Test
    void host_and_prefix_count_only_where_switched_on() {
        Map<String, List<String>> all = Map.of(
                "x-forwarded-for", List.of("203.0.113.9"),
                "x-forwarded-proto", List.of("https"),
                "x-forwarded-host", List.of("deps.example.com:8443"),
                "x-forwarded-prefix", List.of("/deps/"));
        TrustedProxies.RequestOrigin usual = origin(TrustedProxies.LOOPBACK, all);
        assertThat(usual.scheme()).isEqualTo("https");
        assertThat(usual.host()).isNull();
        assertThat(usual.prefix()).isEmpty();
        assertThat(origin(X, all).host()).isEqualTo("deps.example.com:8443");
        assertThat(origin(X, all).prefix()).isEqualTo("/deps");
    }

    @ParameterizedTest
    @CsvSource({"//evil.example", "deps", "/a/../b", "/a b", "/<script>", "/a?b", "/%2e"})
    void prefix_that_is_no_plain_path_is_left_out(String prefix) {
        assertThat(origin(X, Map.of("x-forwarded-prefix", List.of(prefix))).prefix())
                .isEmpty();
    }

    @Test
    void limits_count_by_address_and_of_ipv6_by_network() {
        assertThat(ClientAddress.direct("192.0.2.7").network()).isEqualTo("192.0.2.7");
        assertThat(ClientAddress.direct("2001:db8:0:1:2:3:4:5").network()).isEqualTo("2001:db8:0:1::/64");
        assertThat(ClientAddress.direct("2001:db8:0:1::9").network()).isEqualTo("2001:db8:0:1::/64");
        assertThat(ClientAddress.direct("-").network()).isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0/8", "fd00::/129", "nginx", "10.0.0.0/", "10.0.0.0/-1", "010.0.0.0/8", "''"})
    void range_that_is_none_is_refused(String text) {
        assertThat(IpRange.parse(text)).isNull();
    }
}
