package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two formats that config has never heard of. */
class FormatSectionTest {
    private static final SettingKey<Boolean> SIGNED =
            SettingKey.value("signed", Types.FLAG, "Whether.", "true").fallback("false");
    private static final SettingKey<URI> INDEX =
            SettingKey.value("index", Types.URL, "Where.", "https://a.example.com");
    private static final Schema SCHEMA = new Schema(
            List.of(),
            new RepositoryReader(
                    List.of(
                            new Toy("bricks", SIGNED, true),
                            new Toy("dolls", INDEX, false),
                            new Toy("kites", INDEX, true)),
                    Map.of("shop", "a shop")),
            List.of(),
            new Schema.Facts(
                    _ -> Path.of("none"),
                    (_, environment) -> OwnAddresses.here(new Address("h", 1), null, environment)));

    @TempDir
    private Path folder = Path.of("");

    /** A format with one key, whose settings are what that says. */
    private record Toy(String name, SettingKey<?> key, boolean served) implements FormatSection<String> {
        @Override
        public List<Group> groups() {
            return List.of(new Group("repositories.*", List.of(key)));
        }

        @Override
        public List<String> variables() {
            return List.of("BREAKWATER_TOY_BOX");
        }

        @Override
        public FormatReader<String> reader(Reading reading) {
            return (repository, block) -> name + " " + repository + " " + block.find(key);
        }
    }

    private Loaded load(String text, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), text);
        return new Loader(SCHEMA, environment, List.of()).load(Flags.file(file));
    }

    private static List<String> read(Loaded loaded) {
        return loaded.settings().repositories().values().stream()
                .map(each -> each.as(String.class).orElseThrow())
                .toList();
    }

    @Test
    void each_repository_is_read_by_the_section_of_its_format() throws Exception {
        Loaded loaded =
                load("repositories: {a: {signed: true}, b: {format: dolls, index: 'https://b.example.com'}}", Map.of());
        assertThat(read(loaded)).containsExactly("bricks a true", "dolls b https://b.example.com");
        assertThat(loaded.settings().repositories().sequencedValues())
                .extracting(RepositorySettings::format)
                .containsExactly("bricks", "dolls");
    }

    @Test
    void without_a_repository_there_is_one_of_each_format_that_finds_its_upstreams() throws Exception {
        Loaded loaded = load("", Map.of());
        assertThat(read(loaded)).containsExactly("bricks bricks false", "kites kites null");
        assertThat(loaded.settings().repositories().sequencedValues())
                .extracting(RepositorySettings::format)
                .containsExactly("bricks", "kites");
        assertThat(Configurations.value(loaded, "repositories.kites.format"))
                .isEqualTo(
                        new Effective(List.of("repositories", "kites", "format"), List.of("kites"), false, "default"));
    }

    @Test
    void a_repository_that_names_no_format_is_of_the_first() throws Exception {
        Loaded loaded = load("repositories: {kites: {}}", Map.of());
        assertThat(read(loaded)).containsExactly("bricks kites false");
        assertThat(SCHEMA.group("").key("repositories").meaning()).endsWith(" Default: `bricks` and `kites`.");
    }

    @Test
    void a_variable_may_name_the_format() throws Exception {
        assertThat(read(load("repositories: {a: {}}", Map.of("BREAKWATER_REPOSITORIES_A_FORMAT", "dolls"))))
                .containsExactly("dolls a null");
    }

    @Test
    void unknown_formats_and_keys_of_another_format_are_mistakes() {
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> load("repositories: {a: {format: doll}, b: {index: x}, shop: {}, c: 1}", Map.of()));
        assertThat(wrong.mistakes())
                .extracting(mistake -> mistake.what() + "; " + mistake.instead())
                .containsExactly(
                        "repositories.a.format \"doll\" is not valid; did you mean dolls?",
                        "repositories.b has no key \"index\"; expected one of: format, signed",
                        "/shop/ belongs to a shop; choose another name",
                        "a repository takes keys; write format: bricks below c");
    }

    @Test
    void the_variables_of_a_format_are_known() throws Exception {
        assertThat(load("", Map.of("BREAKWATER_TOY_BOX", "x")).warnings()).isEmpty();
        assertThat(load("", Map.of("BREAKWATER_TOY_BOKS", "x")).warnings())
                .extracting(Mistake::instead)
                .containsExactly("did you mean BREAKWATER_TOY_BOX?");
    }

    @Test
    void the_reference_has_the_keys_of_every_format() {
        assertThat(SCHEMA.group("repositories.*").keys())
                .extracting(SettingKey::name)
                .containsExactly("format", "signed", "index");
    }
}
