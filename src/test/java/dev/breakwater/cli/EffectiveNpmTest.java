package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.config.Schema;
import dev.breakwater.format.npm.settings.NpmEnv;
import dev.breakwater.format.npm.settings.NpmSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveNpmTest {
    private static final Schema SCHEMA = SettingsSchema.of(List.of(new NpmSection(NpmEnv.NONE)));

    @TempDir
    private Path home = Path.of("");

    @Test
    void what_is_taken_from_npm_is_printed_as_a_file_that_means_the_same() throws Exception {
        Files.writeString(home.resolve(".npmrc"), """
                registry=https://registry.npmmirror.com/
                @acme:registry=https://npm.acme.example/
                @broken:registry=x
                """);
        Path empty = Files.writeString(home.resolve("empty.yaml"), "data-dir: " + home.resolve("data"));
        Loaded taken = new Loader(SCHEMA, Map.of("HOME", home.toString())).load(Flags.file(empty));
        Path printed = Files.writeString(home.resolve("printed.yaml"), EffectiveFile.of(taken.values()));
        Loaded read = new Loader(SCHEMA, Map.of()).load(Flags.file(printed));
        assertThat(read.settings().repositories()).isEqualTo(taken.settings().repositories());
        assertThat(read.warnings()).isEmpty();
    }
}
