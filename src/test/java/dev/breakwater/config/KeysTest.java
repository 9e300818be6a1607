package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.upstream.Mirror;
import dev.breakwater.upstream.UpstreamSettings;
import dev.breakwater.web.OutboundSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of the table is really read, from the file and from its variable. */
class KeysTest {
    private static final Map<String, String> VARIABLES =
            Map.of("MIRROR_TOKEN", "t", "GIT_TOKEN", "t", "HOOK_SECRET", "t");

    private static final String OWNER = "upstreams: [{name: artifactory, url: 'https://a.example.com'}]";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void every_example_is_taken_from_the_file() throws Exception {
        for (Group group : Configurations.schema(GoEnv.NONE).groups()) {
            for (SettingKey<?> key : group.keys()) {
                if (key.shape() == SettingKey.Shape.VALUE || key.shape() == SettingKey.Shape.VALUES) {
                    String path = path(group, key);
                    Loaded loaded = new Configurations(folder).load(file(group, key), VARIABLES);
                    assertThat(Configurations.value(loaded, path).from())
                            .as(path)
                            .contains("breakwater.yaml:");
                }
            }
        }
    }

    @Test
    void every_example_is_taken_from_its_variable() throws Exception {
        for (Group group : Configurations.schema(GoEnv.NONE).groups()) {
            for (SettingKey<?> key : group.keys()) {
                if (key.shape() == SettingKey.Shape.VALUE && !key.name().equals("*")) {
                    String path = path(group, key);
                    boolean named =
                            group.path().equals("access.oidc[]") && !key.name().equals("name");
                    String variable = Block.variable(List.of(path.split("\\.", -1)))
                            .replaceAll("_$", "")
                            .replace("_0_", named ? "_GITHUB_" : "_0_");
                    Map<String, String> environment = new HashMap<>(VARIABLES);
                    environment.put(variable, key.example());
                    partner(key)
                            .forEach((name, value) -> environment.put(
                                    variable.substring(
                                                    0,
                                                    variable.length()
                                                            - key.name().length())
                                            + Block.upper(name),
                                    value));
                    String text = group.path().equals("access.oidc[]")
                            ? "access: {oidc: [{" + provider(key) + "}]}"
                            : group.path().equals("repositories.*.checksum-databases[]") || path.contains("upstreams")
                                    ? "repositories: {go: {upstreams: [{url: 'https://a.example.com'}], checksum-databases: [sum.golang.org]}}"
                                    : group.path().equals("alerts.webhooks[]")
                                            ? "alerts: {webhooks: [{url: 'https://a.example.com'}]}"
                                            : group.path().contains("private[]")
                                                    ? owned(
                                                            "pattern: b.example.com, credentials: [{host: b.example.com}]",
                                                            group)
                                                    : "";
                    Loaded loaded = new Configurations(folder).load(text, environment);
                    assertThat(Configurations.value(loaded, path).from())
                            .as(path)
                            .isEqualTo(variable);
                }
            }
        }
    }

    @Test
    void every_default_is_in_force_without_a_file() throws Exception {
        Loaded loaded = new Configurations(folder)
                .load(
                        "repositories: {go: {upstreams: [{url: 'https://a.example.com'}], checksum-databases: [sum.golang.org],"
                                + " private: [{pattern: a.example.com}]}}");
        for (Group group : Configurations.schema(GoEnv.NONE).groups()) {
            for (SettingKey<?> key : group.keys()) {
                boolean asked = !group.path().equals("alerts.webhooks[]")
                        && !group.path().equals("access.oidc[]");
                if (key.fallback() != null && asked) {
                    Effective value = Configurations.value(loaded, path(group, key));
                    assertThat(value.values()).as(key.name()).containsExactly(key.fallback());
                    assertThat(value.from()).isEqualTo("default");
                }
            }
        }
    }

    @Test
    void the_usual_timeouts_are_the_defaults_of_the_keys() throws Exception {
        UpstreamSettings written = new Configurations(folder)
                .go("repositories: {go: {upstreams: ['https://a.example.com']}}")
                .upstreams()
                .getFirst();
        assertThat(written.timeouts()).isEqualTo(Mirror.MirrorLimits.USUAL);
    }

    @Test
    void the_example_file_is_in_order_and_in_force() throws Exception {
        Loaded loaded = new Configurations(folder).load(Files.readString(Path.of("breakwater.example.yaml")));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(Configurations.repository(loaded.settings(), "go").upstreams())
                .hasSize(3);
    }

    @Test
    void the_example_file_as_a_whole_is_in_order_too() throws Exception {
        String all = Files.readString(Path.of("breakwater.example.yaml")).replaceAll("(?m)^# ( *[a-z-]+:)", "$1");
        Settings settings = new Configurations(folder).settings(all);
        assertThat(settings.get(DataSettings.class).folder()).hasToString("data");
        assertThat(settings.get(ServerSettings.class).publicUrl()).hasToString("https://deps.example.com");
        assertThat(settings.get(OutboundSettings.class).caFile()).hasToString("/etc/breakwater/company-ca.pem");
    }

    private static String path(Group group, SettingKey<?> key) {
        String path = group.path().replace("repositories.*", "repositories.go").replace("[]", ".0");
        return (path.isEmpty() ? "" : path + ".") + key.name().replace("*", "X-Name");
    }

    /** A file with that key, whatever stands above it, and what has to stand beside it. */
    private String file(Group group, SettingKey<?> key) throws Exception {
        String secret = Files.writeString(folder.resolve("s"), "x").toString();
        String example = key.example().replace("/run/secrets/mirror", secret).replace("/run/secrets/git", secret);
        String text =
                key.shape() == SettingKey.Shape.VALUES || key.type().equals(Types.FLAG) ? example : "'" + example + "'";
        text = key.name().replace("*", "X-Name") + ": " + text;
        for (Map.Entry<String, String> beside : partner(key).entrySet()) {
            text += ", " + beside.getKey() + ": " + beside.getValue();
        }
        if (group.path().contains("upstreams[]") && !key.name().equals("url")) {
            text = group.path().equals("repositories.*.upstreams[]")
                    ? "url: 'https://a.example.com', " + text
                    : group.path().substring(group.path().lastIndexOf('.') + 1) + ": {" + text
                            + "}, url: 'https://a.example.com'";
        }
        if (group.path().equals("alerts.webhooks[]")) {
            String url = key.name().equals("url") ? "" : "url: 'https://a.example.com', ";
            return "alerts: {webhooks: [{" + url + text + "}]}";
        }
        if (group.path().equals("repositories.*.private[]")) {
            return owned(key.name().equals("pattern") ? text : "pattern: b.example.com, " + text, group);
        }
        if (group.path().equals("repositories.*.private[].credentials[]")) {
            String host = key.name().equals("host") ? "" : "host: b.example.com, ";
            return owned("pattern: b.example.com, credentials: [{" + host + text + "}]", group);
        }
        if (group.path().startsWith("access.")) {
            return access(group, key, text);
        }
        if (group.path().equals("repositories.*.checksum-databases[]")
                && !key.name().equals("key")) {
            text = "key: sum.golang.org, " + text;
        }
        return switch (group.path().split("\\.", -1).length) {
            case 1 -> group.path().isEmpty() ? text.replaceAll("^", "{") + "}" : group.path() + ": {" + text + "}";
            case 2 -> "repositories: {go: {" + text + "}}";
            default -> {
                String list = group.path().split("\\.", -1)[2];
                yield list.endsWith("[]")
                        ? "repositories: {go: {" + list.replace("[]", "") + ": [{" + text + "}]}}"
                        : "repositories: {go: {" + list + ": {" + text + "}}}";
            }
        };
    }

    /** A file with one private pattern; credentials are left out where they are not what {@code group} is about. */
    private static String owned(String pattern, Group group) {
        String kept =
                group.path().equals("repositories.*.private[]") ? pattern.replaceAll(", credentials: .*", "") : pattern;
        return "repositories: {go: {" + OWNER + ", private: [{" + kept + "}]}}";
    }

    /** An identity provider with everything that is required but {@code key}. */
    private static String provider(SettingKey<?> key) {
        Map<String, String> required = new java.util.TreeMap<>(
                Map.of("name", "github", "issuer", "'https://id.example.com'", "audience", "here"));
        required.remove(key.name());
        return required.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private static String access(Group group, SettingKey<?> key, String text) {
        String oidc = "oidc: [{" + provider(SettingKey.block("none", SettingKey.Shape.BLOCK, "")) + "}]";
        if (group.path().equals("access.oidc[]")) {
            return "access: {oidc: [{" + provider(key) + ", " + text + "}]}";
        }
        String who = key.name().equals("who") ? "" : "who: [alice], ";
        String may = key.name().equals("may") ? "" : "may: [read], ";
        String rule = group.path().equals("access.rules[].claims") ? "claims: {" + text + "}" : text;
        return "access: {" + oidc + ", rules: [{" + who + may + rule + "}]}";
    }

    private static Map<String, String> partner(SettingKey<?> key) {
        return switch (key.name()) {
            case "cert" -> Map.of("key", "/k");
            case "key" -> key.type().equals(Types.FILE) ? Map.of("cert", "/c") : Map.of();
            case "username" -> Map.of("password", "x");
            case "password" -> Map.of("username", "x");
            case "host" -> Map.of("token", "x");
            case "ssh-key" -> Map.of("known-hosts", "/k");
            case "known-hosts", "host-keys" -> Map.of("ssh-key", "/k");
            default -> Map.of();
        };
    }
}
