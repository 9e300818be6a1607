package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was taken from the environment outlives an environment that points at this server. */
class AdoptedTest {
    private static final String HERE = "http://127.0.0.1:8080/go";

    @TempDir
    private Path folder = Path.of("");

    private Path data = folder;

    @BeforeEach
    void makeDataFolder() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
    }

    /** Starts with this GOPROXY, as a server does. */
    private Loaded start(Map<String, String> environment) throws Exception {
        Flags flags = new Flags(null, "127.0.0.1:8080", data.toString(), false, null);
        Loaded loaded = new Loader(Configurations.schema(Configurations.NO_GO), environment, List.of()).load(flags);
        Adopted.keep(data, loaded.adopted());
        return loaded;
    }

    private static List<String> asked(Loaded loaded) {
        return Configurations.repository(loaded.settings(), "go").upstreams().stream()
                .map(UpstreamSettings::url)
                .map(URI::toString)
                .toList();
    }

    @Test
    void a_closed_list_stays_closed_once_the_environment_points_here() throws Exception {
        start(Map.of("GOPROXY", "https://corp.example,off"));
        for (int restart = 0; restart < 3; restart++) {
            Loaded again = start(Map.of("GOPROXY", HERE));
            assertThat(asked(again)).containsExactly("https://corp.example");
            assertThat(Configurations.repository(again.settings(), "go").direct())
                    .isFalse();
            assertThat(again.widened()).isEmpty();
            assertThat(again.notes()).anyMatch(note -> note.contains("GOPROXY (remembered)"));
        }
    }

    @Test
    void user_and_password_are_remembered_where_only_the_owner_reads_them() throws Exception {
        start(Map.of("GOPROXY", "https://me:hunter2@corp.example,direct"));
        Loaded again = start(Map.of("GOPROXY", HERE + ",direct"));
        assertThat(Configurations.repository(again.settings(), "go").upstreams())
                .extracting(UpstreamSettings::credentials)
                .containsExactly(new Credentials.Basic("me", new Secret("hunter2")));
        assertThat(Configurations.repository(again.settings(), "go").direct()).isTrue();
        assertThat(again.notes().toString() + again.adopted()).doesNotContain("hunter2");
        assertThat(Files.getPosixFilePermissions(data.resolve("upstreams.properties")))
                .hasSize(2);
    }

    @Test
    void who_is_asked_and_was_not_before_is_told() throws Exception {
        assertThat(start(Map.of("GOPROXY", "https://corp.example,off")).widened())
                .isEmpty();
        Loaded changed = start(Map.of());
        assertThat(asked(changed)).contains("https://goproxy.cn");
        assertThat(changed.widened()).singleElement().asString().contains("https://goproxy.cn");
        assertThat(start(Map.of()).widened()).isEmpty();
        assertThat(start(Map.of("GOPROXY", "https://goproxy.cn,off")).widened()).isEmpty();
    }

    @Test
    void without_a_memory_an_environment_that_points_here_counts_as_not_chosen() throws Exception {
        Files.writeString(data.resolve("upstreams.properties"), "go.list=\\u00zz");
        assertThat(asked(start(Map.of("GOPROXY", HERE)))).contains("https://goproxy.cn");
    }
}
