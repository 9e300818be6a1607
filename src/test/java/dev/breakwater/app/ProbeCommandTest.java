package dev.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CliContext;
import dev.breakwater.cli.CommandTree;
import dev.breakwater.config.Configurations;
import dev.breakwater.format.go.GoFormat;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.repository.KnownFormats;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command from its arguments to what it prints, over real mirrors. */
class ProbeCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final Corpus corpus = Corpora.small(4, 1).publish(Corpora.big(2, 1_000_000, 2));
    private final CorpusDatabase database = new CorpusDatabase("sum.test", corpus);
    private final List<Mirror> mirrors = new ArrayList<>();
    private Path config = Path.of("");
    private String good = "";
    private String other = "";

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void start() throws Exception {
        good = mirror().url();
        other = mirror().url().replace("127.0.0.1", "localhost");
        Path modules = Files.writeString(
                folder.resolve("modules"),
                "small.test/m000\nsmall.test/m001@v1.0.0\n# none\nhot big.test/m0\ncold big.test/m1\n");
        assertThat(modules).exists();
        config = Files.writeString(folder.resolve("breakwater.yaml"), """
                repositories:
                  go:
                    upstreams: [{name: own, url: "%s", domain: rack-1}]
                    private: ["secret.test/*"]
                    checksum-databases: [{key: "%s", sources: [upstreams]}]
                """.formatted(good, database.key()));
    }

    private Mirror mirror() {
        Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", database));
        mirrors.add(mirror);
        return mirror;
    }

    @AfterEach
    void stop() {
        mirrors.forEach(Mirror::close);
    }

    private Run probe(String... args) {
        List<String> all = new ArrayList<>(List.of("probe", "--config", config.toString(), "--time", "20s"));
        all.addAll(List.of("--modules", folder.resolve("modules").toString()));
        all.addAll(Arrays.asList(args));
        return run(all.toArray(String[]::new));
    }

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        KnownFormats formats = new KnownFormats(List.of(new GoFormat(GoEnv.NONE)));
        int code = CommandTree.run(
                args,
                new CliContext(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        () -> false,
                        Map.of(),
                        Configurations.schema(GoEnv.NONE),
                        formats,
                        configuration -> 7,
                        new Release(formats),
                        (settings, request, progress) -> ProbePlanner.evaluate(formats, settings, request, progress),
                        ServerClient::to));
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void good_mirrors_are_recommended_with_lines_that_can_be_used() throws Exception {
        Run run = probe(good, other);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("own ", "localhost-", "good", "verified", "file")
                .doesNotContain("small.test");
        Matcher goproxy = Pattern.compile("(?m)^GOPROXY='(http://[^|]+)\\|(http://[^|]+)'$")
                .matcher(run.out());
        assertThat(goproxy.find()).as(run.out()).isTrue();
        assertThat(List.of(goproxy.group(1), goproxy.group(2))).containsExactlyInAnyOrder(good, other);
        String block = run.out()
                .substring(run.out().indexOf("repositories:"), run.out().lastIndexOf("\n\n") + 1);
        Path written = Files.writeString(folder.resolve("recommended.yaml"), block);
        Run check = run("check-config", written.toString());
        assertThat(check.code()).as(block + check.out()).isZero();
        assertThat(check.out()).doesNotContain("warning");
        assertThat(block).contains("domain: \"rack-1\"", database.key());
    }

    @Test
    void bad_mirror_that_was_named_is_1() {
        mirrors.get(1).fault(Fault.LYING_404);
        Run run = probe(good, other);
        assertThat(run.code()).as(run.out()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("NO +absence +answers 404 for existing files: big.test/m0/@v/list, which own has");
        assertThat(run.out()).contains("GOPROXY='" + good + "'");
    }

    @Test
    void dead_mirror_is_named_beside_the_others() {
        String dead = "http://127.0.0.1:" + Ports.free();
        Run run = probe("--json", dead, good);
        assertThat(run.code()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.at("/mirrors/0/verdict").asString()).isEqualTo("DEAD");
        assertThat(report.at("/mirrors/1/verdict").asString()).isEqualTo("GOOD");
        assertThat(report.at("/recommendation/order/0").asString()).isEqualTo("own");
        assertThat(report.at("/recommendation/reached").asBoolean()).isFalse();
        assertThat(run.out()).doesNotContain("NaN");
    }

    @Test
    void page_needs_nothing_besides_itself() throws Exception {
        Path page = folder.resolve("page.html");
        assertThat(probe("--html", page.toString(), good, other).code()).isZero();
        String html = Files.readString(page);
        assertThat(html).startsWith("<!doctype html>").contains("<svg", "prefers-color-scheme: dark", "localhost");
        assertThat(html).doesNotContainPattern("(?i)<script|<link|<img|src=|url\\(|@import|href=");
    }

    @Test
    void watch_adds_up_and_says_what_has_changed() {
        Run run = probe("--watch", "1ms", "--rounds", "2", good, other);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("For the go command").containsPattern("(?m)^20\\d\\d-\\S+Z  ");
    }

    @Test
    void wrong_usage_says_what_to_write() {
        assertThat(probe("ftp://a.test").err()).contains("\"ftp://a.test\" is not an http or https URL");
        Run secret = probe("https://user:word@a.test");
        assertThat(secret.code()).isEqualTo(2);
        assertThat(secret.err()).contains("contains a user or password").doesNotContain("word@");
        assertThat(run("probe", "--time", "3", good).err()).contains("--time \"3\" has no unit");
        assertThat(run("probe", "--module", "not a module", good).err()).contains("--module:1: ");
        assertThat(probe("--module", "a.test/b", good).err()).contains("exclude each other");
        assertThat(probe("--traffic", "1kB", good).code()).isEqualTo(2);
    }

    @Test
    void private_modules_are_told_to_nobody() throws Exception {
        Files.writeString(folder.resolve("modules"), "small.test/m000\nsecret.test/a@v1.0.0\n");
        assertThat(probe(good, other).code()).isZero();
        assertThat(mirrors.getFirst().log().counts().keySet())
                .noneMatch(path -> path.contains("secret.test"))
                .anyMatch(path -> path.contains("small.test"));
        Files.writeString(folder.resolve("modules"), "secret.test/a\n");
        assertThat(probe(good).err()).contains("every module in it is private");
    }

    @Test
    void offline_is_respected() throws Exception {
        Files.writeString(config, "offline: true\n");
        Run run = probe(good);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("offline");
        assertThat(mirrors.getFirst().log().count()).isZero();
    }
}
