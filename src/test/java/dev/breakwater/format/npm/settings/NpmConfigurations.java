package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.config.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Configurations with repositories of npm packages, written and read by tests. */
final class NpmConfigurations {
    static final NpmEnv NO_NPM = () -> new NpmEnv.NpmAnswer.NoNpm("there is none");

    private final Path folder;
    private final NpmEnv npm;
    private final Map<String, String> environment = new HashMap<>();

    NpmConfigurations(Path folder) {
        this(folder, NO_NPM);
    }

    /** {@code folder} is the home folder too. */
    NpmConfigurations(Path folder, NpmEnv npm) {
        this.folder = folder;
        this.npm = npm;
        environment.put("HOME", folder.toString());
    }

    NpmConfigurations with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    NpmConfigurations npmrc(String text) throws IOException {
        Files.writeString(folder.resolve(".npmrc"), text);
        return this;
    }

    private Schema schema() {
        return SettingsSchema.of(List.of(new NpmSection(npm)));
    }

    /** {@code keys} stand below the repository {@code npm}. */
    private Path file(String keys) throws IOException {
        String data = "data-dir: " + folder.resolve("data") + "\n";
        return Files.writeString(
                folder.resolve("breakwater.yaml"),
                keys.isEmpty() ? data : data + "repositories:\n  npm:\n" + keys.indent(4));
    }

    Loaded load(String keys) throws Exception {
        return new Loader(schema(), environment).load(Flags.file(file(keys)));
    }

    NpmSettings settings(String keys) throws Exception {
        return settings(load(keys));
    }

    static NpmSettings settings(Loaded loaded) {
        return Objects.requireNonNull(loaded.settings().repositories().get("npm"))
                .as(NpmSettings.class)
                .orElseThrow();
    }

    /** The mistakes, without their file. */
    List<String> mistakes(String keys) throws IOException {
        Path file = file(keys);
        ConfigException wrong = catchThrowableOfType(
                ConfigException.class, () -> new Loader(schema(), environment).load(Flags.file(file)));
        assertThat(wrong).as("a mistake in\n" + keys).isNotNull();
        return wrong.mistakes().stream()
                .map(mistake -> mistake.toString().replace(folder + "/", ""))
                .toList();
    }

    /** The warnings, without their file. */
    List<String> warnings(String keys) throws Exception {
        return load(keys).warnings().stream()
                .map(mistake -> mistake.toString().replace(folder + "/", ""))
                .toList();
    }
}
