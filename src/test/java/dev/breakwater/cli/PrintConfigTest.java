package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Configurations;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.format.go.settings.GoEnv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintConfigTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_is_printed_reads_back_as_the_same_configuration() throws Exception {
        for (String text : new String[] {
            "", design(), """
            data-dir: "a $${b} \\"c\\" \\\\ # d: é"
            public-url: https://deps.example.com/x
            limits: {idle-time: 5m}
            proxy: {https: "http://p.example.com:1", except: [localhost, "*"]}
            repositories:
              go: {checksum-databases: [], private: ["*.example.com", "[a-c].example.com/*"], health: {interval: 1s}}
              more:
                upstreams:
                  - https://b.example.com
                  - {url: https://a.example.com, timeouts: {stall: 9s}, name: 'true', domain: d}
                checksum-databases:
                  - {key: sum.golang.org, sources: [direct, https://c.example.com]}
                  - sum.golang.org/x+48c485bb+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
            """,
        }) {
            Loaded before = load("before.yaml", text);
            Loaded after = load("after.yaml", EffectiveFile.of(before.values()));
            assertThat(after.settings()).isEqualTo(before.settings());
        }
    }

    @Test
    void each_value_has_its_origin() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yaml"), "data-dir: x\n");
        Run run = Run.with(Map.of("BREAKWATER_LOG_FORMAT", "json"), "print-config", file.toString());
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("listen: 127\\.0\\.0\\.1:8080 +# default"))
                .anyMatch(line -> line.matches("data-dir: x +# " + file + ":1"))
                .anyMatch(line -> line.matches("  format: json +# BREAKWATER_LOG_FORMAT"))
                .anyMatch(line -> line.matches("      - name: a\\.example\\.com +# GOPROXY"))
                .anyMatch(line -> line.matches("    selection: response-time +# default"))
                .anyMatch(line -> line.startsWith("# go: primary upstreams from GOPROXY: https://a.example.com"));
        assertThat(Run.of("print-config", "--json", file.toString()).out()).contains("\"from\" : \"default\"");
    }

    @Test
    void nothing_of_a_webhook_that_is_secret_is_shown() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                alerts:
                  webhooks:
                    - name: chat
                      url: https://oapi.example.com/robot/send?access_token=sesame
                      shape: dingtalk
                      secret: open
                    - {url: 'https://hooks.example.com/services/sesame', secret: '${WORD}', events: [repository-dark]}
                """);
        Map<String, String> environment = Map.of("WORD", "open");
        for (String form : new String[] {"--json", "--"}) {
            Run run = Run.with(environment, "print-config", form, file.toString());
            assertThat(run.out())
                    .contains("chat", "dingtalk", "repository-dark", "********")
                    .doesNotContain("sesame", "open");
        }
    }

    private Loaded load(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return new Loader(Configurations.schema(GoEnv.NONE), Map.of("GOPROXY", "https://a.example.com"))
                .load(Flags.file(file));
    }

    private static String design() throws Exception {
        try (var in = PrintConfigTest.class.getResourceAsStream("/config/design.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
