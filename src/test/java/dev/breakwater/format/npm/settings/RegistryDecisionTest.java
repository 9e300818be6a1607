package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Address;
import dev.breakwater.config.Adopted;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.Secret;
import dev.breakwater.format.npm.settings.RegistryDecision.DecidedRegistries;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryDecisionTest {
    private static final String MIRRORS = "registry.npmmirror.com mirrors.cloud.tencent.com repo.huaweicloud.com";
    private static final OwnAddresses SELF = new OwnAddresses(
            new Address("127.0.0.1", 8080), URI.create("https://deps.example.com"), "builder", _ -> false);

    @TempDir
    private Path home = Path.of("");

    private Map<String, String> environment(String variables, String npmrc) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
        if (!npmrc.isEmpty()) {
            Files.writeString(home.resolve(".npmrc"), npmrc.replace('|', '\n'));
        }
        for (String variable : variables.isEmpty() ? new String[0] : variables.split(" ", -1)) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    private DecidedRegistries decide(String variables, String npmrc, String npm, @Nullable Adopted before)
            throws Exception {
        NpmEnv.NpmAnswer answer =
                npm.isEmpty() ? new NpmEnv.NpmAnswer.NoNpm("there is none") : new NpmEnv.NpmAnswer.UsedRegistry(npm);
        return RegistryDecision.decide(environment(variables, npmrc), () -> answer, SELF, true, before);
    }

    private DecidedRegistries decide(String npmrc) throws Exception {
        return decide("", npmrc, "", null);
    }

    private static String hosts(DecidedRegistries decided, Tier tier) {
        return decided.upstreams().stream()
                .map(TakenUpstreams.Taken::upstream)
                .filter(each -> each.tier() == tier)
                .map(each -> each.name() + (each.privateOnly() ? "!" : ""))
                .collect(Collectors.joining(" "));
    }

    private static UpstreamSettings upstream(DecidedRegistries decided, String name) {
        return decided.upstreams().stream()
                .map(TakenUpstreams.Taken::upstream)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> owned(DecidedRegistries decided) {
        return decided.scopes().stream()
                .map(each -> each.packages().pattern() + " "
                        + (each.packages().owner() instanceof PackageOwner.OneUpstream(String name) ? name : "hosted"))
                .toList();
    }

    /**
     * Variables, the lines of the .npmrc ({@code |} between them), what npm says (empty: there is none), the upstream, its
     * source, and whether there is a reserve.
     */
    @ParameterizedTest(name = "{0} · {1} · {2}")
    @CsvSource(delimiter = '§', textBlock = """
            '' § '' § '' § registry.npmjs.org § npm's default § true
            '' § '' § https://registry.npmjs.org/ § registry.npmjs.org § npm config get registry § true
            '' § '' § https://npm.example.com/ § npm.example.com § npm config get registry § false
            '' § '' § undefined § registry.npmjs.org § npm's default § true
            '' § registry=https://a.example.com/ § https://b.example.com § a.example.com § .npmrc § false
            '' § registry=https://registry.npmjs.org/ § '' § registry.npmjs.org § .npmrc § true
            '' § registry=https://registry.npmmirror.com § '' § registry.npmmirror.com § .npmrc § true
            '' § registry=https://registry.npmmirror.com/other § '' § registry.npmmirror.com § .npmrc § false
            npm_config_registry=https://v.example.com § registry=https://a.example.com § '' § v.example.com § npm_config_registry § false
            NPM_CONFIG_REGISTRY=https://v.example.com § registry=https://a.example.com § '' § v.example.com § NPM_CONFIG_REGISTRY § false
            NPM_CONFIG_REGISTRY=https://u.example.com npm_config_registry=https://v.example.com § '' § '' § v.example.com § npm_config_registry § false
            npm_config_registry= § registry=https://a.example.com § '' § a.example.com § .npmrc § false
            HOST=h.example.com § registry=https://${HOST}/npm § '' § h.example.com § .npmrc § false
            """)
    void the_registry_is_that_of_the_users_own_npm(
            String variables, String npmrc, String npm, String host, String from, boolean reserve) throws Exception {
        DecidedRegistries decided = decide(variables, npmrc, npm, null);
        assertThat(hosts(decided, Tier.PRIMARY)).isEqualTo(host);
        assertThat(decided.upstreams().getFirst().from()).endsWith(from);
        assertThat(!hosts(decided, Tier.RESERVE).isEmpty()).isEqualTo(reserve);
    }

    @Test
    void public_mirrors_are_the_reserve_of_a_public_registry_alone() throws Exception {
        assertThat(hosts(decide(""), Tier.RESERVE)).isEqualTo(MIRRORS);
        assertThat(hosts(decide("registry=https://registry.npmmirror.com/"), Tier.RESERVE))
                .isEqualTo("registry.npmjs.org mirrors.cloud.tencent.com repo.huaweicloud.com");
        DecidedRegistries off =
                RegistryDecision.decide(environment("", ""), NpmConfigurations.NO_NPM, SELF, false, null);
        assertThat(hosts(off, Tier.RESERVE)).isEmpty();
        assertThat(off.notes()).anyMatch(note -> note.contains("because `reserve` is off"));
    }

    /** npm itself would fail: another registry than the one that is set must not hear of its packages. */
    @Test
    void an_unusable_registry_is_not_replaced_by_a_public_one() throws Exception {
        for (String line : List.of("registry=file:///srv/npm", "registry=https://${UNSET}/npm", "registry=x")) {
            DecidedRegistries decided = decide(line);
            assertThat(decided.upstreams()).isEmpty();
            assertThat(decided.notes())
                    .anyMatch(note -> note.contains("/.npmrc: \"") && note.contains("is ignored: write http://"))
                    .anyMatch(note -> note.startsWith("no upstreams: "));
        }
    }

    @Test
    void npm_is_not_run_if_the_users_settings_have_a_registry() throws Exception {
        NpmEnv never = () -> {
            throw new AssertionError("was asked");
        };
        for (Map<String, String> each : List.of(
                environment("npm_config_registry=https://a.example.com", ""),
                environment("", "registry=https://a.example.com"))) {
            assertThat(RegistryDecision.decide(each, never, SELF, true, null).upstreams())
                    .hasSize(1);
        }
    }

    @Test
    void the_file_may_be_elsewhere() throws Exception {
        Path other = Files.writeString(home.resolve("other"), "registry=https://o.example.com\n");
        assertThat(hosts(
                        decide("NPM_CONFIG_USERCONFIG=" + other, "registry=https://a.example.com", "", null),
                        Tier.PRIMARY))
                .isEqualTo("o.example.com");
        assertThat(hosts(decide("npm_config_userconfig=~/other", "", "", null), Tier.PRIMARY))
                .isEqualTo("o.example.com");
        assertThat(hosts(decide("npm_config_userconfig=/nowhere/npmrc", "", "", null), Tier.PRIMARY))
                .isEqualTo("registry.npmjs.org");
    }

    @Test
    void a_scope_with_a_registry_of_its_own_is_private_and_asked_of_that_alone() throws Exception {
        DecidedRegistries decided = decide("""
                @acme:registry=https://npm.acme.example/
                @team:registry=https://npm.acme.example
                @other:registry=https://npm.acme.example/other
                @same:registry=https://registry.npmjs.org/
                """);
        assertThat(hosts(decided, Tier.PRIMARY)).isEqualTo("registry.npmjs.org npm.acme.example! npm.acme.example-2!");
        assertThat(hosts(decided, Tier.RESERVE)).isEqualTo(MIRRORS);
        assertThat(owned(decided))
                .containsExactly(
                        "@acme/* npm.acme.example",
                        "@team/* npm.acme.example",
                        "@other/* npm.acme.example-2",
                        "@same/* registry.npmjs.org");
        assertThat(decided.audits()).containsExactly("registry.npmjs.org");
        assertThat(decided.notes())
                .anyMatch(note -> note.equals(
                        "private, from " + home.resolve(".npmrc") + ": @acme/*, of https://npm.acme.example alone"));
    }

    @Test
    void a_scope_from_a_variable_counts_before_the_file() throws Exception {
        assertThat(hosts(
                        decide(
                                "npm_config_@acme:registry=https://v.example.com",
                                "@acme:registry=https://a.example.com",
                                "",
                                null),
                        Tier.PRIMARY))
                .isEqualTo("registry.npmjs.org v.example.com!");
    }

    /** Its names must not be told to a public registry, whatever is wrong with its own. */
    @Test
    void a_scope_whose_registry_is_unusable_or_this_server_stays_private() throws Exception {
        for (String url :
                List.of("x", "https://${UNSET}/", "http://127.0.0.1:8080/npm/", "https://deps.example.com/npm")) {
            DecidedRegistries decided = decide("@acme:registry=" + url);
            assertThat(owned(decided)).as(url).containsExactly("@acme/* hosted");
            assertThat(hosts(decided, Tier.PRIMARY)).isEqualTo("registry.npmjs.org");
        }
        assertThat(owned(decide("@a/b:registry=https://x.example.com"))).isEmpty();
    }

    @Test
    void times_count_of_the_public_registry_or_ones_own_and_not_of_a_copy() throws Exception {
        assertThat(decide("").authorities()).containsExactly("registry.npmjs.org");
        assertThat(decide("registry=https://a.example.com").authorities()).containsExactly("a.example.com");
        assertThat(decide("registry=https://registry.npmmirror.com").authorities())
                .isEmpty();
    }

    /** As npm does: the longest path of the registry's address that has a login. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            //npm.acme.example/:_authToken=pw-1 § Bearer pw-1
            //npm.acme.example:_authToken=pw-1 § Bearer pw-1
            //npm.acme.example/a/b/:_authToken=pw-1|//npm.acme.example/:_authToken=pw-2 § Bearer pw-1
            //npm.acme.example/a/b:_authToken=pw-1 § Bearer pw-1
            //npm.acme.example/a/:_auth=bWU6cHctMTp4 § me pw-1:x
            //npm.acme.example/:username=me|//npm.acme.example/:_password=cHctMQ== § me pw-1
            //npm.acme.example/:_authToken=pw-1|//npm.acme.example/:_auth=bWU6cHctMTp4 § Bearer pw-1
            //npm.acme.example/:_authToken=${TOKEN} § Bearer pw-v
            //npm.acme.example/:_authToken=${UNSET} § none
            //npm.acme.example/:_auth=%%% § none
            //npm.acme.example/:_auth=bWU= § none
            //npm.acme.example/:username=me § none
            //npm.acme.example/:_password=cHctMQ== § none
            //npm.acme.example/a/b/c/:_authToken=pw-1 § none
            //npm.acme.example:8443/:_authToken=pw-1 § none
            //other.example/:_authToken=pw-1 § none
            _authToken=pw-1 § none
            """)
    void a_login_goes_to_the_registry_it_is_for(String lines, String login) throws Exception {
        DecidedRegistries decided =
                decide("TOKEN=pw-v", "@acme:registry=https://npm.acme.example/a/b/|" + lines, "", null);
        assertThat(shown(upstream(decided, "npm.acme.example").credentials())).isEqualTo(login);
        assertThat(decided.upstreams().stream()
                        .map(TakenUpstreams.Taken::upstream)
                        .filter(each -> !each.name().equals("npm.acme.example")))
                .allMatch(each -> each.credentials() == null);
        assertThat(decided.toString()).doesNotContain("pw-").doesNotContain("cHctMQ");
        assertThat(decide("TOKEN=pw-v", "registry=https://npm.acme.example/a/b|" + lines, "", null)
                        .upstreams())
                .extracting(each -> shown(each.upstream().credentials()))
                .containsExactly(login);
    }

    private static String shown(@Nullable Credentials credentials) {
        return switch (credentials) {
            case null -> "none";
            case Credentials.Bearer(Secret token) -> "Bearer " + token.value();
            case Credentials.Basic(String user, Secret password) -> user + " " + password.value();
        };
    }

    @Test
    void a_login_that_was_not_taken_is_explained() throws Exception {
        assertThat(decide("registry=https://a.example.com|//a.example.com/:_authToken=${NPM_TOKEN}")
                        .notes())
                .contains("no login for https://a.example.com was taken from " + home.resolve(".npmrc")
                        + ": the variable NPM_TOKEN is not set");
        assertThat(decide("registry=https://a.example.com|//a.example.com/:_auth=%%%")
                        .notes())
                .contains("no login for https://a.example.com was taken from " + home.resolve(".npmrc")
                        + ": _auth is not base64 of what npm expects there");
    }

    @Test
    void user_and_password_of_a_url_become_credentials_and_are_not_shown() throws Exception {
        DecidedRegistries decided = decide("registry=https://me:pw%401@a.example.com/npm/");
        UpstreamSettings upstream = decided.upstreams().getFirst().upstream();
        assertThat(upstream.url()).isEqualTo(URI.create("https://a.example.com/npm"));
        assertThat(upstream.credentials()).isEqualTo(new Credentials.Basic("me", new Secret("pw@1")));
        assertThat(decided.toString()).doesNotContain("pw%40").doesNotContain("pw@1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            npm_config_registry=http://127.0.0.1:8080/npm/ § '' § ''
            '' § registry=http://localhost:8080/npm/ § ''
            '' § '' § https://deps.example.com/npm/
            """)
    void this_server_is_never_its_own_upstream(String variables, String npmrc, String npm) throws Exception {
        DecidedRegistries first = decide(variables, npmrc, npm, null);
        assertThat(hosts(first, Tier.PRIMARY)).isEqualTo("registry.npmjs.org");
        assertThat(first.notes()).anyMatch(note -> note.endsWith(" is this server's own address, and is ignored"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            npm_config_registry=http://127.0.0.1:8080/npm/ § '' § ''
            '' § registry=http://localhost:8080/npm/ § ''
            '' § '' § https://deps.example.com/npm/
            '' § registry=http://localhost:8080/npm/|@acme:registry=http://localhost:8080/npm/ § ''
            """)
    void what_was_adopted_before_stays_once_npm_points_here(String variables, String npmrc, String npm)
            throws Exception {
        DecidedRegistries first =
                decide("registry=https://me:pw-1@a.example.com/npm|@acme:registry=https://npm.acme.example");
        Files.delete(home.resolve(".npmrc"));
        DecidedRegistries then = decide(variables, npmrc, npm, first.adopted());
        assertThat(hosts(then, Tier.PRIMARY)).isEqualTo("a.example.com npm.acme.example!");
        assertThat(hosts(then, Tier.RESERVE)).isEmpty();
        assertThat(owned(then)).containsExactly("@acme/* npm.acme.example");
        assertThat(upstream(then, "a.example.com").credentials())
                .isEqualTo(new Credentials.Basic("me", new Secret("pw-1")));
        assertThat(then.widened()).isEmpty();
        assertThat(then.adopted().list()).isEqualTo(first.adopted().list());
        DecidedRegistries again = decide(variables, npmrc, npm, then.adopted());
        assertThat(again.adopted()).isEqualTo(then.adopted());
    }

    /** A scope that points here is asked of its old owner, also if the registry of all others does not point here. */
    @Test
    void scope_alone_may_point_here_too() throws Exception {
        DecidedRegistries first = decide("@acme:registry=https://npm.acme.example");
        DecidedRegistries then =
                decide("", "registry=https://a.example.com|@acme:registry=http://[::1]:8080/npm", "", first.adopted());
        assertThat(owned(then)).containsExactly("@acme/* npm.acme.example");
        assertThat(then.widened()).containsExactly("https://a.example.com");
    }

    @Test
    void a_file_that_is_too_large_is_ignored_and_told() throws Exception {
        DecidedRegistries decided = decide("#" + "x".repeat(1 << 20) + "|registry=https://a.example.com");
        assertThat(hosts(decided, Tier.PRIMARY)).isEqualTo("registry.npmjs.org");
        assertThat(decided.notes()).anyMatch(note -> note.endsWith(".npmrc has more than 1 MiB, and is ignored"));
    }
}
