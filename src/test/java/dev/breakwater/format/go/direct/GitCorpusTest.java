package dev.breakwater.format.go.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.git.GitLimits;
import dev.breakwater.testing.Blob;
import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.GitCorpus;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.H1;
import dev.breakwater.upstream.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The corpus of awkward repositories, by the go command with {@code GOPROXY=direct} and by {@link GitOrigin}. */
@Execution(ExecutionMode.CONCURRENT)
class GitCorpusTest {
    private static final String UNREADABLE = "github.com/corpus/broken@v1.0.0";

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static GitHost host;
    private static GitCorpus corpus;
    private static GitRig rig;
    private static final Map<String, JsonNode> DOWNLOADED = new HashMap<>();
    private static final Map<String, JsonNode> LISTED = new HashMap<>();

    @BeforeAll
    static void ask_go() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        GoCommand installed = GoCommand.orSkip(home);
        host = GitHost.start(folder.resolve("hosts"));
        corpus = GitCorpus.publish(host);
        rig = new GitRig(folder.resolve("git"), host, GitLimits.USUAL);
        GoCommand go = installed
                .proxy("direct")
                .with("GOVCS", "*:all")
                .with("HTTPS_PROXY", host.proxy().toString())
                .with("SSL_CERT_FILE", Certificates.shared().pem().toString())
                .with("GIT_SSL_CAINFO", Certificates.shared().pem().toString())
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_TERMINAL_PROMPT", "0");
        Files.writeString(home.resolve("go.mod"), "module main.test/main\n\ngo 1.21\n");
        List<String> download = new ArrayList<>(List.of("mod", "download", "-json"));
        download.addAll(corpus.questions());
        String said = go.run(home, download.toArray(String[]::new)).output();
        for (JsonNode each : objects(said)) {
            JsonNode query = each.has("Query") ? each.get("Query") : each.get("Version");
            DOWNLOADED.put(each.get("Path").asString() + "@" + (query == null ? "" : query.asString()), each);
        }
        List<String> list = new ArrayList<>(List.of("list", "-m", "-e", "-versions", "-retracted", "-json"));
        list.addAll(corpus.modules());
        for (JsonNode each : objects(go.run(home, list.toArray(String[]::new)).output())) {
            LISTED.put(each.get("Path").asString(), each);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private static List<JsonNode> objects(String said) {
        List<JsonNode> found = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        for (String line : said.split("\n", -1)) {
            if (line.equals("{") || !one.isEmpty()) {
                one.append(line).append('\n');
            }
            if (line.equals("}")) {
                found.add(JSON.readTree(one.toString()));
                one.setLength(0);
            }
        }
        return found;
    }

    static Stream<String> questions() {
        return corpus.questions().stream();
    }

    static Stream<String> modules() {
        return corpus.modules().stream();
    }

    @Test
    void there_are_enough_of_them() {
        assertThat(corpus.repositories()).isGreaterThanOrEqualTo(40);
        assertThat(DOWNLOADED.keySet()).containsAll(corpus.questions());
    }

    @ParameterizedTest
    @MethodSource("questions")
    void every_question_has_the_answer_that_go_finds(String question) throws IOException {
        if (question.equals(UNREADABLE)) {
            return;
        }
        assertThat(ours(question)).isEqualTo(theirs(question));
    }

    /** The go command downloads it, and then no build can read its go.mod: it is better told at once. */
    @Test
    void a_version_whose_go_mod_no_build_can_read_is_refused_with_the_reason() throws IOException {
        assertThat(theirs(UNREADABLE).version()).isEqualTo("v1.0.0");
        assertThat(ours(UNREADABLE).end()).contains("the go.mod can't be parsed");
    }

    /** As far as it does not depend on what the go command had fetched before. */
    private static Map<String, String> settled(String question, String version, Map<String, String> origin) {
        if (question.endsWith("@" + version)
                && Version.parse(version).get().pseudo().isEmpty()) {
            return origin;
        }
        Map<String, String> kept = new HashMap<>(origin);
        kept.keySet().retainAll(Set.of("VCS", "URL", "Subdir", "Hash"));
        return kept;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void every_list_has_the_versions_that_go_finds(String module) throws IOException {
        JsonNode listed = LISTED.get(module);
        List<String> versions = new ArrayList<>();
        if (listed != null && listed.has("Versions")) {
            listed.get("Versions").forEach(v -> versions.add(v.asString()));
        }
        assertThat(rig.get(Escaping.escape(module) + "/@v/list").text().lines()).isEqualTo(versions);
    }

    /** What was found: version, instant, origin, the go.mod's hash, the zip's; and where it ended if not at its end. */
    private record Answer(String version, String time, Map<String, String> origin, String mod, String zip, String end) {
        static Answer none(String end) {
            return new Answer("", "", Map.of(), "", "", end);
        }
    }

    private static Answer theirs(String question) throws IOException {
        JsonNode said = Objects.requireNonNull(DOWNLOADED.get(question));
        if (!said.has("Info")) {
            return Answer.none(kind(said.get("Error").asString(), Kind::theirs));
        }
        JsonNode info =
                JSON.readTree(Files.readAllBytes(Path.of(said.get("Info").asString())));
        String mod = said.has("GoModSum")
                ? said.get("GoModSum").asString()
                : H1.ofMod(Files.readAllBytes(Path.of(said.get("GoMod").asString())));
        boolean whole = said.has("Sum");
        return new Answer(
                info.get("Version").asString(),
                info.get("Time").asString(),
                settled(
                        question,
                        info.get("Version").asString(),
                        origin(said.has("Origin") ? said.get("Origin") : info.get("Origin"))),
                mod,
                whole ? said.get("Sum").asString() : "",
                whole ? "" : kind(said.get("Error").asString(), Kind::theirs));
    }

    private static Map<String, String> origin(JsonNode origin) {
        Map<String, String> fields = new HashMap<>();
        if (origin != null) {
            origin.properties().forEach(e -> fields.put(e.getKey(), e.getValue().asString()));
        }
        return fields;
    }

    private static Answer ours(String question) throws IOException {
        int at = question.lastIndexOf('@');
        String module = Escaping.escape(question.substring(0, at));
        String query = question.substring(at + 1);
        GitRig.Got info = rig.get(
                query.equals("latest")
                        ? module + "/@latest"
                        : module + "/@v/" + Escaping.escape(query).replace("/", "%2F") + ".info");
        if (!(info.outcome() instanceof Outcome.Found)) {
            return Answer.none(kind(info.outcome().said(), Kind::ours));
        }
        JsonNode said = JSON.readTree(info.bytes());
        String version = said.get("Version").asString();
        GitRig.Got mod = rig.get(module + "/@v/" + Escaping.escape(version) + ".mod");
        GitRig.Got zip = rig.get(module + "/@v/" + Escaping.escape(version) + ".zip");
        boolean whole = zip.outcome() instanceof Outcome.Found;
        return new Answer(
                version,
                said.get("Time").asString(),
                settled(question, version, origin(said.get("Origin"))),
                H1.ofMod(mod.bytes()),
                whole ? H1.ofZip(Blob.of(zip.bytes())) : "",
                whole ? "" : kind(zip.outcome().said(), Kind::ours));
    }

    /** A kind of failure, by the words that the go command and we have for it. */
    private record Kind(String name, Pattern theirs, Pattern ours) {
        Kind(String name, String theirs, String ours) {
            this(name, Pattern.compile(theirs), Pattern.compile(ours));
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("unknown revision", "unknown revision|unexpected response from git log", "unknown revision"),
            new Kind("no repository", "repository .* not found", "there is no repository"),
            new Kind("not incompatible", "\\+incompatible suffix not allowed", "\\+incompatible suffix not allowed"),
            new Kind("other major version", "must match", "which must match"),
            new Kind("two go.mod files", "both have", "^both "),
            new Kind("other path", "post-v|non-\\.\\.\\.|missing module path", "does not fit|which is not /v"),
            new Kind("no go.mod", "missing .*go\\.mod|no matching versions", "missing go\\.mod|no commits"),
            new Kind("not canonical", "already canonical", "already canonical"),
            new Kind("no descendent", "not a descendent", "not a descendent"),
            new Kind("no preceding tag", "preceding tag .* not found", "preceding tag .* not found"),
            new Kind("v1 without a tag", "must be v0, not v1", "must be v0, not v1"),
            new Kind("time", "version-control timestamp|malformed time", "version-control timestamp"),
            new Kind("short name", "shorter than canonical|longer than", "does not name the revision as"),
            new Kind("before .0", "negative patch number", "there is no version before"),
            new Kind("collision", "case-insensitive file name collision", "case-insensitive file name collision"),
            new Kind("file name", "malformed file path", "malformed file path"),
            new Kind("loud go.mod", "lowercase names", "lowercase names"),
            new Kind("too large", "too large", "too large"),
            new Kind("two tags", "multiple meta tags", "several go-import tags"),
            new Kind("disagreement", "disagree about", "disagree about"),
            new Kind("no page", "go-get=1: 404|no go-import meta tags", "no go-import tag"),
            new Kind("folder", "invalid subdirectory", "which is not valid"),
            new Kind(
                    "host's rules",
                    "invalid github.com import path|invalid version control suffix",
                    "names no repository|without the suffix"),
            new Kind("protocol", "file scheme disallowed|must not be local|no scheme", "is allowed|no URL"),
            new Kind("other program", "\"hg\": executable file not found", "kept in hg"),
            new Kind("proxy", "404 Not Found", "^404"));

    private static String kind(String text, Function<Kind, Pattern> words) {
        return KINDS.stream()
                .filter(kind -> words.apply(kind).matcher(text).find())
                .map(Kind::name)
                .findFirst()
                .orElse("none of the known: " + text);
    }
}
