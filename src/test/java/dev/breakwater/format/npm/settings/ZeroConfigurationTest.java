package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.Adopted;
import dev.breakwater.config.Configurations;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.config.RepositorySettings;
import dev.breakwater.format.go.settings.GoSection;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration without repositories, read by the loader. */
class ZeroConfigurationTest {
    private static final String NPMRC = """
            registry=https://a.example.com/npm/
            //a.example.com/npm/:_authToken=pw-1
            @acme:registry=https://npm.acme.example/
            //npm.acme.example/:_authToken=pw-2
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void values_in_force_say_where_they_come_from() throws Exception {
        Loaded loaded = new NpmConfigurations(folder).npmrc(NPMRC).load("");
        List<String> shown = loaded.values().stream()
                .filter(value -> value.path().size() > 3)
                .map(value -> String.join(
                                ".", value.path().subList(2, value.path().size())) + "="
                        + String.join(",", value.values()) + " " + value.from().replace(folder + "/", ""))
                .toList();
        assertThat(shown)
                .containsExactly(
                        "upstreams.0.name=a.example.com .npmrc",
                        "upstreams.0.url=https://a.example.com/npm .npmrc",
                        "upstreams.0.tier=primary .npmrc",
                        "upstreams.0.authority=true .npmrc",
                        "upstreams.0.audit=true .npmrc",
                        "upstreams.1.name=npm.acme.example .npmrc",
                        "upstreams.1.url=https://npm.acme.example .npmrc",
                        "upstreams.1.tier=primary .npmrc",
                        "upstreams.1.private-only=true .npmrc",
                        "private.0.pattern=@acme/* .npmrc",
                        "private.0.from=npm.acme.example .npmrc");
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void no_login_is_shown() throws Exception {
        Loaded loaded = new NpmConfigurations(folder).npmrc(NPMRC).load("");
        assertThat(NpmConfigurations.settings(loaded).upstreams()).allMatch(upstream -> upstream.credentials() != null);
        assertThat(loaded.toString()).doesNotContain("pw-1").doesNotContain("pw-2");
    }

    @Test
    void upstreams_of_the_file_leave_the_users_npm_out() throws Exception {
        NpmSettings settings =
                new NpmConfigurations(folder).npmrc(NPMRC).settings("upstreams: [\"https://b.example.com\"]");
        assertThat(settings.upstreams()).extracting(UpstreamSettings::name).containsExactly("b.example.com");
        assertThat(settings.owned()).isEmpty();
    }

    @Test
    void patterns_of_the_file_come_before_the_scopes_of_npm() throws Exception {
        NpmSettings settings = new NpmConfigurations(folder)
                .npmrc(NPMRC + "@own:registry=https://npm.acme.example/\n")
                .settings("private: [{pattern: \"@own/*\", from: hosted}]");
        assertThat(settings.owned())
                .containsExactly(
                        new OwnedPackages("@own/*", new PackageOwner.Hosted()),
                        new OwnedPackages("@acme/*", new PackageOwner.OneUpstream("npm.acme.example")));
    }

    @Test
    void reserve_may_be_off() throws Exception {
        assertThat(new NpmConfigurations(folder).settings("reserve: off").upstreams())
                .extracting(UpstreamSettings::tier)
                .containsExactly(Tier.PRIMARY);
    }

    @Test
    void npm_runs_once_however_many_repositories_there_are() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        NpmEnv npm = () -> {
            runs.incrementAndGet();
            return new NpmEnv.NpmAnswer.UsedRegistry("https://a.example.com/");
        };
        Path file = Files.writeString(folder.resolve("two.yaml"), "repositories: {a: {format: npm}, b: {format: npm}}");
        new Loader(SettingsSchema.of(List.of(new NpmSection(npm))), Map.of()).load(Flags.file(file));
        assertThat(runs).hasValue(1);
    }

    @Test
    void registries_are_remembered_in_the_data_folder() throws Exception {
        Loaded first = new NpmConfigurations(folder).npmrc(NPMRC).load("");
        Adopted.keep(Files.createDirectories(folder.resolve("data")), first.adopted());
        NpmSettings then = new NpmConfigurations(folder)
                .npmrc("registry=http://127.0.0.1:8080/npm/\n//npm.acme.example/:_authToken=pw-2\n")
                .settings("");
        assertThat(then.upstreams())
                .extracting(UpstreamSettings::name)
                .containsExactly("a.example.com", "npm.acme.example");
        assertThat(then.upstreams().getLast().credentials()).isNotNull();
        assertThat(then.owners()).containsExactly("npm.acme.example");
    }

    @Test
    void there_is_a_repository_of_each_format() throws Exception {
        Path file = Files.writeString(folder.resolve("none.yaml"), "data-dir: " + folder.resolve("data"));
        Loaded loaded = new Loader(
                        SettingsSchema.of(
                                List.of(new GoSection(Configurations.NO_GO), new NpmSection(NpmConfigurations.NO_NPM))),
                        Map.of())
                .load(Flags.file(file));
        assertThat(loaded.settings().repositories().sequencedValues())
                .extracting(RepositorySettings::name)
                .containsExactly("go", "npm");
        assertThat(Objects.requireNonNull(loaded.adopted().get("npm")).asked()).contains("https://registry.npmjs.org");
        assertThat(loaded.notes())
                .contains("npm: can't use npm's settings: there is none")
                .contains("npm: primary upstreams from npm's default: https://registry.npmjs.org");
    }
}
