package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.format.go.settings.GoEnv;
import dev.breakwater.format.go.settings.GoSection;
import dev.breakwater.format.go.settings.GoSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Configurations written, read and asked by tests. */
public final class Configurations {
    public static final GoEnv NO_GO = () -> new GoEnv.GoAnswer.NoGo("there is none");

    private final Path folder;

    public Configurations(Path folder) {
        this.folder = folder;
    }

    /** All that a configuration may say; {@code go} is asked for what is set nowhere else. */
    public static Schema schema(GoEnv go) {
        return SettingsSchema.of(List.of(new GoSection(go)));
    }

    public Path write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    public Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("breakwater.yaml"), bytes);
    }

    public Loaded load(String text) throws Exception {
        return load(text, Map.of());
    }

    public Loaded load(String text, Map<String, String> environment) throws Exception {
        return new Loader(schema(NO_GO), environment, List.of()).load(Flags.file(write(text)));
    }

    public Settings settings(String text) throws Exception {
        return load(text).settings();
    }

    public GoSettings go(String text) throws Exception {
        return repository(settings(text), "go");
    }

    public static GoSettings repository(Settings settings, String name) {
        RepositorySettings found = settings.repositories().get(name);
        assertThat(found).as(name).isNotNull();
        return Objects.requireNonNull(found).as(GoSettings.class).orElseThrow();
    }

    /** The mistakes of {@code text}, with the file's folder left out of their places. */
    public List<String> mistakes(String text) throws IOException {
        return mistakes(text, Map.of());
    }

    public List<String> mistakes(String text, Map<String, String> environment) throws IOException {
        Path file = write(text);
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class, () -> new Loader(schema(NO_GO), environment, List.of()).load(Flags.file(file)));
        assertThat(wrong).as("a mistake in\n" + text).isNotNull();
        return wrong.mistakes().stream()
                .map(mistake -> mistake.toString().replace(folder + "/", ""))
                .toList();
    }

    /** The value in force at {@code path}, as it is printed. */
    public static Effective value(Loaded loaded, String path) {
        return loaded.values().stream()
                .filter(value -> String.join(".", value.path()).equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no value; there are "
                        + loaded.values().stream().map(Effective::path).toList()));
    }
}
