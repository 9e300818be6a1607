package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.http.LimitSettings;
import dev.breakwater.http.ServerSettings;
import dev.breakwater.insight.LogFormat;
import dev.breakwater.insight.LogSettings;
import dev.breakwater.store.DataSettings;
import dev.breakwater.upstream.OfflineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final String UPSTREAMS = "repositories: {go: {upstreams: ['https://%s.example.com']}}\n";

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private Configuration configuration = new Configuration(Configurations.schema(GoEnv.NONE), Map.of(), Flags.NONE);

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("breakwater.yaml"), UPSTREAMS.formatted("a"));
        configuration = new Configuration(Configurations.schema(GoEnv.NONE), Map.of(), Flags.file(file));
    }

    @Test
    void a_file_that_is_gone_is_a_mistake_and_not_the_defaults() throws Exception {
        configuration.load();
        Files.delete(file);
        assertThatThrownBy(configuration::reload)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(configuration::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void a_file_that_was_found_empty_is_not_the_defaults_but_an_operator_may_mean_it() throws Exception {
        configuration.load();
        Files.writeString(file, "");
        assertThatThrownBy(configuration::reload)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is empty now");
        assertThat(configuration.load().settings().get(OfflineSettings.class).offline())
                .isFalse();
    }

    @Test
    void changes_are_told_with_what_was_and_what_is() throws Exception {
        Loaded before = configuration.load();
        Files.writeString(file, "offline: true\nlisten: 127.0.0.1:1\n" + UPSTREAMS.formatted("b"));
        Loaded now = configuration.load();
        assertThat(Changes.of(before, before, now))
                .contains(
                        "offline is now true (was false)",
                        "repositories.go.upstreams.0.url is now https://b.example.com (was https://a.example.com)",
                        "listen needs a restart to become 127.0.0.1:1; it stays 127.0.0.1:8080 until then")
                .hasSize(3);
        assertThat(Changes.of(now, now, configuration.load())).isEmpty();
    }

    @Test
    void a_changed_secret_is_told_without_its_value() throws Exception {
        String text = "repositories: {go: {upstreams: [{url: 'https://a.example.com', token: %s}]}}\n";
        Files.writeString(file, text.formatted("one"));
        Loaded before = configuration.load();
        Files.writeString(file, text.formatted("two"));
        assertThat(Changes.of(before, before, configuration.load())).containsExactly("a masked value has changed");
    }

    @Test
    void what_cannot_change_stays_as_the_server_was_started() throws Exception {
        Settings started = configuration.load().settings();
        Files.writeString(file, """
                listen: 127.0.0.1:1
                data-dir: elsewhere
                offline: true
                log: {format: json, access: false}
                limits: {idle-time: 1s, drain-time: 2s}
                """ + UPSTREAMS.formatted("a"));
        Settings next = configuration.load().settings().over(started);
        assertThat(next.get(ServerSettings.class).listen())
                .isEqualTo(started.get(ServerSettings.class).listen());
        assertThat(next.get(DataSettings.class).folder())
                .isEqualTo(started.get(DataSettings.class).folder());
        assertThat(next.get(LogSettings.class)).isEqualTo(new LogSettings(LogFormat.TEXT, false));
        assertThat(next.get(LimitSettings.class).idleTime())
                .isEqualTo(started.get(LimitSettings.class).idleTime());
        assertThat(next.get(LimitSettings.class).drainTime()).hasSeconds(2);
        assertThat(next.get(OfflineSettings.class).offline()).isTrue();
    }

    @Test
    void these_keys_need_a_restart() {
        assertThat(Configurations.schema(GoEnv.NONE).fixed())
                .containsExactlyInAnyOrder(
                        "listen",
                        "data-dir",
                        "log.format",
                        "tls.cert",
                        "tls.key",
                        "tls.ca-file",
                        "audit.file-size",
                        "audit.keep",
                        "limits.connections",
                        "limits.header-size",
                        "limits.url-length",
                        "limits.request-time",
                        "limits.idle-time",
                        "limits.clones");
    }
}
