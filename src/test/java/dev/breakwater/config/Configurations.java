package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.SettingsSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Configurations written, read and asked by tests. */
final class Configurations {
    static final GoEnv NO_GO = () -> new GoEnv.Answer.None("there is none");

    private final Path folder;

    Configurations(Path folder) {
        this.folder = folder;
    }

    Path write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("breakwater.yaml"), bytes);
    }

    Loaded load(String text) throws Exception {
        return load(text, Map.of());
    }

    Loaded load(String text, Map<String, String> environment) throws Exception {
        return new Loader(SettingsSchema.schema(), environment, NO_GO, List.of()).load(Flags.file(write(text)));
    }

    Settings settings(String text) throws Exception {
        return load(text).settings();
    }

    RepositorySettings go(String text) throws Exception {
        return repository(settings(text), "go");
    }

    static RepositorySettings repository(Settings settings, String name) {
        RepositorySettings found = settings.repositories().get(name);
        assertThat(found).as(name).isNotNull();
        return Objects.requireNonNull(found);
    }

    /** The mistakes of {@code text}, with the file's folder left out of their places. */
    List<String> mistakes(String text) throws IOException {
        return mistakes(text, Map.of());
    }

    List<String> mistakes(String text, Map<String, String> environment) throws IOException {
        Path file = write(text);
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class,
                () -> new Loader(SettingsSchema.schema(), environment, NO_GO, List.of()).load(Flags.file(file)));
        assertThat(wrong).as("a mistake in\n" + text).isNotNull();
        return wrong.mistakes().stream()
                .map(mistake -> mistake.toString().replace(folder + "/", ""))
                .toList();
    }

    /** The value in force at {@code path}, as it is printed. */
    static Effective value(Loaded loaded, String path) {
        return loaded.values().stream()
                .filter(value -> String.join(".", value.path()).equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no value; there are "
                        + loaded.values().stream().map(Effective::path).toList()));
    }
}
