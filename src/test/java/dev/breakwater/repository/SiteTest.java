package dev.breakwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.address.HostNames;
import dev.breakwater.address.TrustedProxies;
import dev.breakwater.auth.Access;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
    private static final Repository GO = _ -> new Action.NotAllowed("");

    private static Site site(@Nullable URI publicUrl) {
        Front front = new Front(new HostNames(Set.of("deps.example.com")), TrustedProxies.LOOPBACK, publicUrl);
        return new Site(Map.of("go", GO), Access.OPEN, Access.OPEN, front);
    }

    @Test
    void the_first_element_of_a_path_names_the_repository() {
        Site site = site(null);
        assertThat(site.route("/go/a/b", "")).isEqualTo(new Site.Route("go", GO, "a/b"));
        assertThat(site.route("/go", "")).isEqualTo(new Site.Route("go", GO, ""));
        assertThat(site.route("/go/", "")).isEqualTo(new Site.Route("go", GO, ""));
        assertThat(site.route("/npm/a", "")).isNull();
        assertThat(site.route("/", "")).isNull();
        assertThat(site.route("//go/x", "")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4870, true",
        "http://127.0.0.1:4870, true",
        "http://[::1]:4870, true",
        "https://DEPS.example.com, true",
        "https://deps.example.com:8443, false",
        "http://invented.local, false",
        "http://10.1.2.3:4870, false",
        "http://[::2], false",
        "http://, false"
    })
    void an_address_is_known_if_the_server_has_only_a_few_like_it(String reached, boolean known) {
        assertThat(site(null).base(reached, "go", 4870)).isEqualTo(new BaseUrl(reached + "/go", known));
    }

    @Test
    void the_public_url_stands_for_whatever_a_client_used() {
        for (String url : List.of("https://deps.example.com/x", "https://deps.example.com/x/")) {
            assertThat(site(URI.create(url)).base("http://invented.local", "go", 4870))
                    .isEqualTo(new BaseUrl("https://deps.example.com/x/go", true));
        }
    }
}
