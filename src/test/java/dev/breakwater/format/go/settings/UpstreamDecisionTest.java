package dev.breakwater.format.go.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Address;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.Secret;
import dev.breakwater.format.go.settings.UpstreamDecision.DecidedUpstreams;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamDecisionTest {
    private static final String DEFAULT = "https://default.example.org,direct";
    private static final InetAddress OURS = InetAddress.ofLiteral("192.0.2.7");
    private static final OwnAddresses SELF = new OwnAddresses(
            new Address("127.0.0.1", 8080), URI.create("https://deps.example.com"), "builder", OURS::equals);

    /**
     * Variables ({@code ;} between them), what the go command says (empty: there is none; {@code default}: untouched),
     * and the upstreams in their order: hosts of the primary tier, then after a bar those of the backup tier, then those of the
     * reserve.
     */
    @ParameterizedTest(name = "{0} · go: {1}")
    @CsvSource(delimiter = '§', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            '' § '' § goproxy.cn goproxy.io mirrors.aliyun.com |
            '' § default § default.example.org | | goproxy.cn goproxy.io mirrors.aliyun.com
            '' § https://mirror.example.com,direct § mirror.example.com |
            '' § https://goproxy.cn,direct § goproxy.cn | | goproxy.io mirrors.aliyun.com
            '' § https://goproxy.io|https://goproxy.cn § goproxy.io goproxy.cn | | mirrors.aliyun.com
            '' § https://goproxy.cn,off § goproxy.cn |
            '' § off § |
            '' § direct § |
            '' § https://goproxy.cn,https://mirror.example.com § goproxy.cn mirror.example.com |
            GOPROXY=https://goproxy.cn § default § goproxy.cn | | goproxy.io mirrors.aliyun.com
            GOPROXY=https://mirrors.aliyun.com/goproxy/,direct § default § mirrors.aliyun.com | | goproxy.cn goproxy.io
            GOPROXY=https://mirrors.aliyun.com/other § default § mirrors.aliyun.com |
            GOPROXY=https://mirror.example.com § https://goproxy.cn § mirror.example.com |
            GOPROXY=mirror.example.com/go § default § mirror.example.com |
            GOPROXY=https://a.example.com,off,https://b.example.com § default § a.example.com |
            GOPROXY=https://a.example.com,direct,https://b.example.com § default § a.example.com |
            GOPROXY=off § default § |
            'GOPROXY= ' § default § default.example.org | | goproxy.cn goproxy.io mirrors.aliyun.com
            GOPROXY=file:///srv/go,https://a.example.com § default § a.example.com |
            GOPROXY=http://127.0.0.1:8080/go,direct § default § default.example.org | | goproxy.cn goproxy.io mirrors.aliyun.com
            GOPROXY=http://127.0.0.1:8080/go § '' § goproxy.cn goproxy.io mirrors.aliyun.com |
            GOPROXY=http://127.0.0.1:8080/go,off § default § |
            GOPROXY=http://127.0.0.1:8080/go,https://a.example.com § default § a.example.com |
            '' § http://127.0.0.1:8080/go,direct § default.example.org | | goproxy.cn goproxy.io mirrors.aliyun.com
            BREAKWATER_GO_UPSTREAMS=https://a.example.com https://b.example.com;GOPROXY=https://c.example.com § default § a.example.com b.example.com |
            PRIMARY_ENDPOINT=https://a.example.com,https://b.example.com;FALLBACK_ENDPOINT=https://c.example.com § default § a.example.com b.example.com | c.example.com
            PRIMARY_ENDPOINT=https://a.example.com;BREAKWATER_GO_UPSTREAMS=https://b.example.com;GOPROXY=https://c.example.com § default § a.example.com |
            PRIMARY_ENDPOINT=https://goproxy.cn;FALLBACK_ENDPOINT=https://goproxy.io § default § goproxy.cn | goproxy.io | mirrors.aliyun.com
            PRIMARY_ENDPOINT=https://goproxy.cn;FALLBACK_ENDPOINT=https://c.example.com § default § goproxy.cn | c.example.com
            PRIMARY_ENDPOINT=https://goproxy.cn;FALLBACK_ENDPOINT=off § default § goproxy.cn |
            FALLBACK_ENDPOINT=https://c.example.com;GOPROXY=https://a.example.com § default § a.example.com | c.example.com
            FALLBACK_ENDPOINT=https://c.example.com § default § default.example.org | c.example.com
            PRIMARY_ENDPOINT=https://a.example.com;FALLBACK_ENDPOINT=https://a.example.com § default § a.example.com |
            PRIMARY_ENDPOINT=https://a.example.com/x https://a.example.com/y § default § a.example.com a.example.com-2 |
            """)
    void upstreams_come_from_the_users_own_environment(String variables, String go, String expected) throws Exception {
        assertThat(shown(decide(variables, go))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/go, true", "http://localhost:8080, true", "http://LOCALHOST:8080/x, true",
        "http://127.9.9.9:8080, true", "http://[::1]:8080/go, true", "http://0.0.0.0:8080, true",
        "http://192.0.2.7:8080/go, true", "http://builder:8080/go, true", "https://deps.example.com/go, true",
        "https://deps.example.com:443/go, true", "http://go.localhost:8080, true", "http://127.0.0.1:8081/go, false",
        "http://localhost/go, false", "http://192.0.2.8:8080/go, false", "https://deps.example.com:8443/go, false",
        "http://other.example.com:8080/go, false",
    })
    void our_own_address_is_known_in_all_its_forms(URI url, boolean ours) {
        assertThat(SELF.is(url)).isEqualTo(ours);
    }

    @Test
    void the_go_command_is_not_started_where_a_variable_decides() throws Exception {
        GoEnv never = () -> {
            throw new AssertionError("was asked");
        };
        for (String name : List.of("GOPROXY", "PRIMARY_ENDPOINT", "BREAKWATER_GO_UPSTREAMS")) {
            DecidedUpstreams decision =
                    UpstreamDecision.decide(Map.of(name, "https://a.example.com"), never, SELF, true, null);
            assertThat(decision.upstreams()).hasSize(1);
            assertThat(decision.upstreams().getFirst().from()).isEqualTo(name);
        }
    }

    @Test
    void user_and_password_of_goproxy_become_credentials_and_are_not_shown() throws Exception {
        DecidedUpstreams decision = decide("GOPROXY=https://me:p%40ss+word@a.example.com/go", "default");
        UpstreamSettings upstream = decision.upstreams().getFirst().upstream();
        assertThat(upstream.url()).isEqualTo(URI.create("https://a.example.com/go"));
        assertThat(upstream.credentials()).isEqualTo(new Credentials.Basic("me", new Secret("p@ss+word")));
        assertThat(decision.toString()).doesNotContain("p%40ss").doesNotContain("p@ss");
    }

    /** As the go command does: over https alone, to exactly the host and port of the file, unless GOAUTH says otherwise. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            GOPROXY=https://a.example.com/go § '' § me
            GOPROXY=https://A.example.com/go § '' § me
            GOPROXY=http://a.example.com/go § '' §
            GOPROXY=https://a.example.com:8443 § '' § other
            GOPROXY=https://a.example.com:9443 § '' §
            GOPROXY=https://b.example.com § '' §
            GOPROXY=https://you:pw@a.example.com § '' § you
            GOPROXY=https://a.example.com;GOAUTH=netrc § off § me
            GOPROXY=https://a.example.com;GOAUTH=git /srv/x; netrc § '' § me
            GOPROXY=https://a.example.com;GOAUTH=off § '' §
            GOPROXY=https://a.example.com § off §
            """)
    void login_of_a_mirror_comes_from_the_netrc_file(
            String variables, String goAuth, @Nullable String user, @TempDir Path home) throws Exception {
        Files.writeString(home.resolve(".netrc"), """
                machine a.example.com login me password s3cret
                machine a.example.com:8443
                  login other
                  password s3cret
                default login anyone password s3cret
                """);
        Map<String, String> environment = new HashMap<>(variables(variables));
        environment.put("HOME", home.toString());
        GoEnv go = () -> new GoEnv.GoAnswer.Known(Map.of("GOAUTH", goAuth), Map.of("GOAUTH", "netrc"));
        DecidedUpstreams decision = UpstreamDecision.decide(environment, go, SELF, true, null);
        Credentials login = decision.upstreams().getFirst().upstream().credentials();
        assertThat(login instanceof Credentials.Basic basic ? basic.username() : null)
                .isEqualTo(user);
        assertThat(decision.notes().toString()).doesNotContain("s3cret");
        if ("me".equals(user)) {
            assertThat(decision.notes()).anyMatch(note -> note.endsWith(" comes from " + home.resolve(".netrc")));
        }
    }

    @Test
    void netrc_file_may_be_elsewhere_and_one_that_cannot_be_read_is_told(@TempDir Path home) throws Exception {
        Path named = Files.writeString(home.resolve("logins"), "machine a.example.com login me password s3cret\n");
        Map<String, String> environment = Map.of("GOPROXY", "https://a.example.com", "NETRC", named.toString());
        assertThat(UpstreamDecision.decide(environment, GoEnv.NONE, SELF, true, null)
                        .upstreams()
                        .getFirst()
                        .upstream()
                        .credentials())
                .isEqualTo(new Credentials.Basic("me", new Secret("s3cret")));
        Map<String, String> folder = Map.of("GOPROXY", "https://a.example.com", "NETRC", home.toString());
        DecidedUpstreams decision = UpstreamDecision.decide(folder, GoEnv.NONE, SELF, true, null);
        assertThat(decision.upstreams().getFirst().upstream().credentials()).isNull();
        assertThat(decision.notes())
                .anyMatch(note -> note.startsWith("no login was taken from " + home + ", which can't be read"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            GOAUTH=git /srv/x; /srv/y s3cret § '' § GOAUTH supports only netrc and off here, not git; /srv/y: set username
            '' § default § the go command's default
            '' § default § no upstreams are set
            '' § '' § can't use the go command's settings: there is none
            GOPROXY=https://goproxy.cn § '' § only well-known public mirrors are set
            GOPROXY=https://a.example.com § '' § no public mirror was added, because upstreams are set by [GOPROXY]
            GOPROXY=https://a.example.com,off § '' § closed by `off`
            GOPROXY=https://a.example.com,direct § '' § `direct`: modules that no upstream has are fetched from their own repositories by git
            GOPROXY=off § '' § no upstreams: only cached modules are served
            GOPROXY=http://localhost:8080/go § '' § http://localhost:8080/go is this server's own address
            GOPROXY=file:///srv/go § '' § file:///srv/go is not an http or https URL
            GOPROXY=https://me:pw@:x § '' § ********@:x
            """)
    void every_decision_is_explained(String variables, String go, String said) throws Exception {
        assertThat(decide(variables, go).notes()).anyMatch(note -> note.contains(said), said);
    }

    @Test
    void a_login_that_only_the_go_command_has_is_explained_without_its_arguments() throws Exception {
        GoEnv go = () -> new GoEnv.GoAnswer.Known(
                Map.of("GOPROXY", "https://a.example.com", "GOAUTH", "/srv/x s3cret"),
                Map.of("GOPROXY", "https://default.example.com,direct", "GOAUTH", "netrc"));
        assertThat(UpstreamDecision.decide(Map.of(), go, SELF, true, null).notes())
                .anyMatch(note -> note.startsWith("GOAUTH supports only netrc and off here, not /srv/x: "))
                .noneMatch(note -> note.contains("s3cret"));
    }

    @Test
    void direct_is_remembered() throws Exception {
        assertThat(decide("GOPROXY=https://a.example.com,direct", "").direct()).isTrue();
        assertThat(decide("GOPROXY=https://a.example.com", "").direct()).isFalse();
    }

    /** Written as {@code NAME=value}, {@code ;} before the next name. */
    private static Map<String, String> variables(String text) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : text.split(";(?=[A-Z_]+=|$)", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    private static DecidedUpstreams decide(String variables, String go) throws Exception {
        Map<String, String> environment = variables(variables);
        GoEnv.GoAnswer answer = go.isEmpty()
                ? new GoEnv.GoAnswer.NoGo("there is none")
                : new GoEnv.GoAnswer.Known(
                        Map.of("GOPROXY", go.equals("default") ? DEFAULT : go), Map.of("GOPROXY", DEFAULT));
        return UpstreamDecision.decide(environment, () -> answer, SELF, true, null);
    }

    private static String shown(DecidedUpstreams decision) {
        String reserve = tier(decision, Tier.RESERVE);
        String chosen = (tier(decision, Tier.PRIMARY) + " | " + tier(decision, Tier.BACKUP)).strip();
        return reserve.isEmpty() ? chosen : chosen + " | " + reserve;
    }

    private static String tier(DecidedUpstreams decision, Tier tier) {
        return String.join(
                " ",
                decision.upstreams().stream()
                        .map(TakenUpstreams.Taken::upstream)
                        .filter(upstream -> upstream.tier() == tier)
                        .map(UpstreamSettings::name)
                        .toList());
    }
}
