package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.format.go.settings.GoSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.insight.LogFormat;
import dev.breakwater.insight.LogSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.testing.Certificates;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.OfflineSettings;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.OutboundSettings;
import dev.breakwater.web.Proxying;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderTest {
    @TempDir
    private Path folder = Path.of("");

    private Configurations configurations = new Configurations(folder);

    @BeforeEach
    void inFolder() {
        configurations = new Configurations(folder);
    }

    @Test
    void empty_file_means_the_defaults() throws Exception {
        for (String empty :
                List.of("", "\n", "# nothing\n", "---\n", "~", "\ufeff", "repositories:\n", "repositories: {}")) {
            Settings settings = configurations.settings(empty);
            assertThat(settings.get(ServerSettings.class).listen()).isEqualTo(new Address("127.0.0.1", 8080));
            assertThat(settings.get(DataSettings.class).folder()).isEqualTo(Path.of("data"));
            assertThat(settings.repositories()).containsOnlyKeys("go");
        }
    }

    @Test
    void the_file_of_the_design_is_in_order() throws Exception {
        try (var in = LoaderTest.class.getResourceAsStream("/config/design.yaml")) {
            Loaded loaded =
                    configurations.load(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
            GoSettings go = Configurations.repository(loaded.settings(), "go");
            assertThat(go.upstreams())
                    .extracting(UpstreamSettings::name)
                    .containsExactly("aliyun", "qiniu", "goproxy-io");
            assertThat(go.upstreams())
                    .extracting(UpstreamSettings::tier)
                    .containsExactly(Tier.PRIMARY, Tier.PRIMARY, Tier.BACKUP);
            assertThat(go.upstreams().getFirst().url()).isEqualTo(URI.create("https://mirrors.aliyun.com/goproxy"));
            assertThat(go.direct()).isTrue();
            assertThat(go.databases()).singleElement().satisfies(database -> {
                assertThat(database.name()).isEqualTo("sum.golang.org");
                assertThat(database.sources())
                        .containsExactly(
                                new DatabaseSettings.Source.Upstreams(),
                                new DatabaseSettings.Source.At(URI.create("https://sum.golang.google.cn")),
                                new DatabaseSettings.Source.At(URI.create("https://sum.golang.org")));
            });
            assertThat(go.privatePatterns()).containsExactly("git.example.com/*");
            assertThat(go.fresh()).isEqualTo(Duration.ofSeconds(60));
            assertThat(go.staleIfError()).isNull();
            assertThat(loaded.warnings()).isEmpty();
        }
    }

    @Test
    void flag_beats_variable_beats_file_beats_default() throws Exception {
        Path file = configurations.write("listen: 127.0.0.1:1\ndata-dir: from-file\n");
        Map<String, String> environment =
                Map.of("BREAKWATER_LISTEN", "127.0.0.1:2", "BREAKWATER_DATA_DIR", "from-variable");
        Loader loader = new Loader(Configurations.schema(Configurations.NO_GO), environment, List.of());

        Loaded loaded = loader.load(new Flags(file, "127.0.0.1:3", null, false, null));

        assertThat(loaded.settings().get(ServerSettings.class).listen().port()).isEqualTo(3);
        assertThat(Configurations.value(loaded, "listen").from()).isEqualTo("--listen");
        assertThat(loaded.settings().get(DataSettings.class).folder()).isEqualTo(Path.of("from-variable"));
        assertThat(Configurations.value(loaded, "data-dir").from()).isEqualTo("BREAKWATER_DATA_DIR");
        Loaded filed =
                new Loader(Configurations.schema(Configurations.NO_GO), Map.of(), List.of()).load(Flags.file(file));
        assertThat(Configurations.value(filed, "listen").from()).isEqualTo(file + ":1");
        assertThat(Configurations.value(filed, "offline").from()).isEqualTo("default");
    }

    @Test
    void offline_and_log_format_have_flags() throws Exception {
        Settings settings = new Loader(Configurations.schema(Configurations.NO_GO), Map.of(), List.of())
                .load(new Flags(null, null, null, true, "json"))
                .settings();
        assertThat(settings.get(OfflineSettings.class).offline()).isTrue();
        assertThat(settings.get(LogSettings.class).format()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void file_is_the_flags_then_the_variables_then_the_usual_ones() throws Exception {
        Path usual = Files.writeString(folder.resolve("usual.yaml"), "data-dir: usual");
        Path second = Files.writeString(folder.resolve("second.yaml"), "data-dir: second");
        Path variable = Files.writeString(folder.resolve("variable.yaml"), "data-dir: variable");
        Path flag = Files.writeString(folder.resolve("flag.yaml"), "data-dir: flag");
        Map<String, String> environment = Map.of("BREAKWATER_CONFIG", variable.toString());

        assertThat(dataDir(environment, List.of(usual, second), flag)).isEqualTo("flag");
        assertThat(dataDir(environment, List.of(usual, second), null)).isEqualTo("variable");
        assertThat(dataDir(Map.of(), List.of(usual, second), null)).isEqualTo("usual");
        assertThat(dataDir(Map.of(), List.of(folder.resolve("none.yaml"), second), null))
                .isEqualTo("second");
        assertThat(dataDir(Map.of(), List.of(folder.resolve("none.yaml")), null))
                .isEqualTo("data");
    }

    private static String dataDir(
            Map<String, String> environment, List<Path> places, @org.jspecify.annotations.Nullable Path flag)
            throws Exception {
        return new Loader(Configurations.schema(Configurations.NO_GO), environment, places)
                .load(Flags.file(flag))
                .settings()
                .get(DataSettings.class)
                .folder()
                .toString();
    }

    @Test
    void references_are_expanded_in_any_string() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Loaded loaded = configurations.load(
                """
                data-dir: ${BASE}/sub-$${x}
                repositories:
                  go:
                    upstreams:
                      - url: https://a.example.com
                        username: ${USER_NAME}
                        password: ${file:%s}
                    private: ["${DOMAIN}/*"]
                """.formatted(secret), Map.of("BASE", "/srv", "USER_NAME", "me", "DOMAIN", "git.example.com"));

        assertThat(loaded.settings().get(DataSettings.class).folder()).isEqualTo(Path.of("/srv/sub-${x}"));
        GoSettings go = Configurations.repository(loaded.settings(), "go");
        assertThat(go.privatePatterns()).containsExactly("git.example.com/*");
        assertThat(go.upstreams().getFirst().credentials())
                .isEqualTo(new Credentials.Basic("me", new Secret("s3cret")));
    }

    @Test
    void no_secret_is_ever_shown() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Loaded loaded = configurations.load(
                """
                data-dir: ${file:%s}
                proxy: { https: "http://me:hunter2@proxy.example.com:3128" }
                repositories:
                  go:
                    upstreams:
                      - url: https://a.example.com
                        headers: { X-Token: hunter2 }
                        proxy: http://me:hunter2@proxy.example.com:3128
                        token: hunter2
                      - url: https://b.example.com
                        username: me
                        password: "${PASSWORD}"
                """.formatted(secret), Map.of("PASSWORD", "hunter2", "HTTP_PROXY", "me:hunter2@proxy.example.com"));

        assertThat(loaded.values().toString()).contains(Secret.MASK).doesNotContain("hunter2");
        assertThat(loaded.warnings().toString()).doesNotContain("hunter2");
        assertThat(loaded.settings().repositories().toString()).doesNotContain("hunter2");
        assertThat(loaded.settings().get(OutboundSettings.class).proxies().toString())
                .doesNotContain("hunter2");
        assertThat(configurations.mistakes("limits: { connections: \"${file:" + secret + "}\" }"))
                .singleElement()
                .asString()
                .contains(Secret.MASK)
                .doesNotContain("hunter2");
        assertThat(configurations.mistakes("listen: https://me:hunter2@x").toString())
                .doesNotContain("hunter2");
    }

    @Test
    void any_scalar_of_an_upstream_can_come_from_the_environment() throws Exception {
        Loaded loaded = configurations.load(
                "repositories: { go: { upstreams: [ { name: aliyun, url: https://a.example.com } ] } }",
                Map.of(
                        "BREAKWATER_REPOSITORIES_GO_UPSTREAMS_ALIYUN_TIMEOUTS_CONNECT", "5s",
                        "BREAKWATER_REPOSITORIES_GO_FRESH", "5m",
                        "BREAKWATER_REPOSITORIES_GO_PRIVATE", "a.example.com, b.example.com",
                        "BREAKWATER_REPOSITORIES_GO_CHECKSUM_DATABASES", "off"));
        GoSettings go = Configurations.repository(loaded.settings(), "go");
        assertThat(go.upstreams().getFirst().timeouts().connect()).isEqualTo(Duration.ofSeconds(5));
        assertThat(go.fresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(go.privatePatterns()).containsExactly("a.example.com", "b.example.com");
        assertThat(go.databases()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, socks5://127.0.0.1:1080, socks5://127.0.0.1:1080",
        "https_proxy, SOCKS5://me:pw@127.0.0.1:1080, socks5://me:pw@127.0.0.1:1080",
        "HTTPS_PROXY, socks5h://proxy.example.com/, socks5h://proxy.example.com",
        "HTTPS_PROXY, http://proxy.example.com:3128/, http://proxy.example.com:3128",
        "https_proxy, proxy.example.com:3128, http://proxy.example.com:3128",
        "https_proxy, proxy, http://proxy",
    })
    void a_proxy_may_be_spelt_in_every_way_that_go_takes(String name, String value, URI proxy) throws Exception {
        assertThat(configurations
                        .load("", Map.of(name, value))
                        .settings()
                        .get(OutboundSettings.class)
                        .proxies()
                        .https())
                .isEqualTo(proxy);
    }

    @Test
    void certificates_that_go_trusts_are_trusted_too() throws Exception {
        Path file = Certificates.shared().pem();
        Loaded loaded = configurations.load("", Map.of("SSL_CERT_FILE", file.toString()));
        assertThat(loaded.settings().get(OutboundSettings.class).caFile()).isEqualTo(file);
        assertThat(configurations
                        .load("tls: {ca-file: /x.pem}", Map.of("SSL_CERT_FILE", file.toString()))
                        .settings()
                        .get(OutboundSettings.class)
                        .caFile())
                .isEqualTo(Path.of("/x.pem"));
    }

    @ParameterizedTest
    @CsvSource({
        "SSL_CERT_FILE, /there/is/none.pem",
        "GOINSECURE, '*.example.com'",
        "GOVCS, '*:git'",
    })
    void what_go_takes_and_the_server_does_not_is_said_in_a_line(String name, String value) throws Exception {
        Loaded loaded = configurations.load("", Map.of(name, value));
        assertThat(loaded.settings().get(OutboundSettings.class).caFile()).isNull();
        assertThat(loaded.notes()).anyMatch(note -> note.contains(name + " is ignored: "));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, https://me:hunter2@proxy.example.com",
        "HTTP_PROXY, ftp://me:hunter2@proxy.example.com",
        "http_proxy, 'http://me:hunter2@'",
        "HTTPS_PROXY, '://'",
        "https_proxy, 'http://a b'",
        "NO_PROXY, ',,/,[,10.0.0.0/x'",
    })
    void a_variable_of_others_never_keeps_the_server_from_starting(String name, String value) throws Exception {
        Loaded loaded = configurations.load("", Map.of(name, value));
        assertThat(loaded.settings().get(OutboundSettings.class).proxies().https())
                .isNull();
        assertThat(loaded.settings().get(OutboundSettings.class).proxies().http())
                .isNull();
        if (!name.equals("NO_PROXY")) {
            assertThat(loaded.notes()).anyMatch(note -> note.startsWith(name + " is ignored: "));
        }
        assertThat(loaded.notes().toString()).doesNotContain("hunter2");
    }

    @Test
    void the_proxy_comes_from_the_usual_variables() throws Exception {
        Proxying proxy = configurations
                .load("", Map.of("https_proxy", "proxy.example.com:3128", "NO_PROXY", "localhost,.example.com"))
                .settings()
                .get(OutboundSettings.class)
                .proxies();
        assertThat(proxy.https()).isEqualTo(URI.create("http://proxy.example.com:3128"));
        assertThat(proxy.http()).isNull();
        assertThat(proxy.except()).containsExactly("localhost", ".example.com");
    }

    @Test
    void a_misspelt_variable_is_warned_of_and_a_strangers_is_not() throws Exception {
        Loaded loaded =
                configurations.load("", Map.of("BREAKWATER_LISTNE", "x", "BREAKWATER_SERVICE_HOST", "10.0.0.1"));
        assertThat(loaded.warnings()).extracting(Mistake::place).containsExactly("BREAKWATER_LISTNE");
        assertThat(loaded.warnings().getFirst().instead()).contains("BREAKWATER_LISTEN");
    }

    @Test
    void an_upstream_that_is_ourselves_is_left_out_and_said_so() throws Exception {
        Loaded loaded = configurations.load(
                "repositories: { go: { upstreams: [ 'http://localhost:8080/go', 'https://a.example.com' ] } }");
        assertThat(Configurations.repository(loaded.settings(), "go").upstreams())
                .extracting(UpstreamSettings::name)
                .containsExactly("a.example.com");
        assertThat(loaded.warnings()).singleElement().asString().contains("own address");
        assertThat(loaded.notes()).anyMatch(note -> note.contains("own address"));
    }

    @Test
    void a_file_that_names_upstreams_is_not_completed_from_the_go_command() throws Exception {
        Path file = configurations.write("repositories: { go: { upstreams: [ https://a.example.com ] } }");
        GoEnv never = () -> {
            throw new AssertionError("was asked");
        };
        GoSettings go = Configurations.repository(
                new Loader(Configurations.schema(never), Map.of("GOPRIVATE", "git.example.com"), List.of())
                        .load(Flags.file(file))
                        .settings(),
                "go");
        assertThat(go.privatePatterns()).containsExactly("git.example.com");
        assertThat(go.upstreams()).hasSize(1);
    }

    @Test
    void a_repository_without_upstreams_gets_them_as_if_there_were_no_file() throws Exception {
        Loaded loaded = configurations.load(
                "repositories:\n  go:\n  modules: { fresh: 5m }\n",
                Map.of("PRIMARY_ENDPOINT", "https://a.example.com"));
        assertThat(loaded.settings().repositories().sequencedKeySet()).containsExactly("go", "modules");
        for (String name : List.of("go", "modules")) {
            assertThat(Configurations.repository(loaded.settings(), name).upstreams())
                    .extracting(UpstreamSettings::name)
                    .containsExactly("a.example.com");
        }
    }
}
