package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.Formats;
import dev.breakwater.app.SettingsSchema;
import dev.breakwater.config.SettingKey.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final String END = "<!-- /keys -->";
    private static final List<FormatSection<?>> FORMATS = Formats.of(Map.of()).sections();

    @Test
    void the_page_has_every_key_as_the_code_has_it_and_no_other() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf("-->", page.indexOf("<!-- keys")) + "-->\n".length();
        String written = page.substring(from, page.indexOf(END));
        if ("write".equals(System.getProperty("breakwater.docs"))) {
            Files.writeString(PAGE, page.substring(0, from) + tables() + page.substring(page.indexOf(END)));
            return;
        }
        assertThat(written)
                .as("docs/configuration.md; write it anew with -Dbreakwater.docs=write")
                .isEqualTo(tables());
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (Group group : SettingsSchema.of(FORMATS).groups()) {
            text.append("\n### ").append(group.path().isEmpty() ? "At the top" : "`" + group.path() + "`");
            text.append("\n\n| key | type | default | meaning | example | variable |\n|---|---|---|---|---|---|\n");
            group.keys().forEach(key -> text.append(row(group.path(), key)));
        }
        return text.append('\n').toString();
    }

    private static String row(String path, SettingKey<?> key) {
        boolean value = key.shape() == Shape.VALUE || key.shape() == Shape.VALUES;
        String type = switch (key.shape()) {
            case VALUE -> key.type().name();
            case VALUES -> "list of " + key.type().name();
            case BLOCK -> "keys, see below";
            case NAMES -> "names and keys, see below";
            case BLOCKS -> "list, see below";
        };
        String meaning = key.meaning();
        if (key.fixed()) {
            meaning += " **Needs a restart.**";
        }
        String example = key.example().isEmpty() ? "" : "`" + key.example() + "`";
        String fallback = key.fallback() == null ? "" : "`" + key.fallback() + "`";
        boolean listed = key.name().equals("checksum-databases") || key.name().equals("private");
        String variable = value || listed ? "`" + variable(path, key.name()) + "`" : "";
        return "| `" + key.name() + "` | " + String.join(" | ", type, fallback, meaning, example, variable) + " |\n";
    }

    /** {@code *} is the repository, {@code #} the upstream. */
    private static String variable(String path, String name) {
        String whole = path.isEmpty() ? name : path.replace("[]", ".#") + "." + name;
        return "BREAKWATER_"
                + String.join("_", Arrays.stream(whole.split("\\.", -1)).toList())
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT);
    }
}
