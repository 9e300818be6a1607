package dev.breakwater.format.npm.settings;

import dev.breakwater.config.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the user's own npm: variables that begin with {@code npm_config_}, then the user's {@code .npmrc}. A project's
 * file does not count, since a server has no project. Its values may be secrets, so it has no text form.
 */
final class UserNpmrc {
    private static final String PREFIX = "npm_config_";
    private static final int LARGEST = 1 << 20;

    private final Map<String, String> environment;
    private final SequencedMap<String, Value> values = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** One value; {@code from} is its source, for people. */
    private record Value(String text, String from) {
        @Override
        public String toString() {
            return from;
        }
    }

    private UserNpmrc(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The settings that {@code environment} has or leads to. */
    static UserNpmrc of(Map<String, String> environment) {
        UserNpmrc settings = new UserNpmrc(environment);
        SequencedMap<String, Value> variables = settings.variables();
        Value named = variables.get("userconfig");
        settings.file(named == null ? "~/.npmrc" : named.text());
        settings.values.putAll(variables);
        return settings;
    }

    /** The value of {@code key}; null if it is not set, or empty. */
    @Nullable
    String get(String key) {
        Value value = values.get(key);
        return value == null || value.text().isBlank() ? null : value.text();
    }

    /** The source of {@code key}, for people. */
    String from(String key) {
        Value value = values.get(key);
        return value == null ? "default" : value.from();
    }

    /** The keys, those of the file first. */
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** What could not be read, for an operator. */
    List<String> notes() {
        return notes;
    }

    /** See {@code loadEnv} of {@code @npmcli/config}; a name in lower case counts before another spelling. */
    private SequencedMap<String, Value> variables() {
        SequencedMap<String, Value> variables = new LinkedHashMap<>();
        for (String name : environment.keySet().stream().sorted().toList()) {
            String text = environment.getOrDefault(name, "");
            if (text.isBlank() || !name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                continue;
            }
            String key = name.substring(PREFIX.length());
            if (!key.startsWith("//")) {
                key = key.replaceAll("(?!^)_", "-").toLowerCase(Locale.ROOT);
            }
            variables.put(key, new Value(Npmrc.expanded(text.strip(), environment), name));
        }
        return variables;
    }

    private void file(String named) {
        String home = environment.getOrDefault("HOME", "");
        if (named.startsWith("~/") && home.isBlank()) {
            return;
        }
        try {
            Path file = named.startsWith("~/") ? Path.of(home, named.substring(2)) : Path.of(named);
            if (!Files.isRegularFile(file)) {
                return;
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    notes.add(file + " has more than 1 MiB, and is ignored");
                    return;
                }
                String text = new String(bytes, StandardCharsets.UTF_8);
                Npmrc.parse(text, environment)
                        .forEach((key, value) -> values.put(key, new Value(value, file.toString())));
            }
        } catch (IOException e) {
            notes.add("npm's settings in " + SafeText.shown(named)
                    + " can't be read, and are ignored: allow this user to" + " read the file");
        } catch (InvalidPathException e) {
            notes.add("npm's userconfig is not a path, and is ignored");
        }
    }
}
