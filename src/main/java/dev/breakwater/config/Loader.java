package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loader of the configuration: flags take precedence over variables, the file and defaults, in this order. It reports all
 * mistakes at once.
 */
public final class Loader {
    private static final List<Path> PLACES =
            List.of(Path.of("breakwater.yaml"), Path.of("/etc/breakwater/breakwater.yaml"));

    /** Variables that are not configuration keys. */
    private static final List<String> OTHERS = List.of("BREAKWATER_CONFIG", "BREAKWATER_TOKEN");

    private final Schema schema;
    private final Map<String, String> environment;
    private final List<Path> places;

    /** Reads the keys in {@code schema}, and variables from {@code environment}. */
    public Loader(Schema schema, Map<String, String> environment) {
        this(schema, environment, PLACES);
    }

    Loader(Schema schema, Map<String, String> environment, List<Path> places) {
        this.schema = schema;
        this.environment = Map.copyOf(environment);
        this.places = places;
    }

    /**
     * Reads it.
     *
     * @throws ConfigException with every mistake, if there are any
     */
    public Loaded load(Flags flags) throws ConfigException, InterruptedException {
        Reading reading = new Reading(environment, flags, schema);
        Path file = file(flags);
        Node.Mapping root = file == null ? null : root(file, reading);
        Block top = new Block(reading, List.of(), root, schema.group(""));
        reading.repositories(schema.repositories().names(top));
        Settings settings = Settings.NONE;
        for (Section<?> section : schema.sections()) {
            settings = with(settings, section, top);
        }
        reading.remember(Adopted.read(schema.facts().dataFolder().apply(settings)));
        reading.own(schema.facts().own().apply(settings, environment));
        settings = settings.with(schema.repositories().read(top));
        for (Schema.Check check : schema.checks()) {
            check.check(top, settings);
        }
        warnOfVariables(reading);
        return reading.finish(settings, file);
    }

    private static <T> Settings with(Settings above, Section<T> section, Block top) {
        return above.with(section.type(), section.read(top, above));
    }

    /** The file that would be read; null for none. */
    @Nullable
    Path file(Flags flags) {
        if (flags.config() != null) {
            return flags.config();
        }
        String named = environment.getOrDefault("BREAKWATER_CONFIG", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        return places.stream().filter(Files::exists).findFirst().orElse(null);
    }

    private static Node.@Nullable Mapping root(Path file, Reading reading) throws ConfigException {
        Node root = Yaml.read(file.toString(), FileText.read(file, reading), reading);
        return switch (root) {
            case null -> null;
            case Node.Mapping mapping -> mapping;
            case Node other when other.absent() -> null;
            case Node other -> {
                reading.mistake(other.place(), "a configuration consists of keys and values", "write key: value");
                yield null;
            }
        };
    }

    /** Warns of misspelt variables. They are not mistakes: other programs may use our prefix. */
    private void warnOfVariables(Reading reading) {
        List<String> known = Stream.of(
                        reading.variables().stream(),
                        OTHERS.stream(),
                        schema.repositories().variables())
                .flatMap(Function.identity())
                .toList();
        for (String name : environment.keySet().stream().sorted().toList()) {
            if (!name.startsWith("BREAKWATER_") || known.contains(name)) {
                continue;
            }
            Optional<String> meant = Suggestion.to(name, known);
            if (meant.isPresent() && meant.get().length() > "BREAKWATER_".length() + 2) {
                reading.warning(null, name, "is an unknown variable", "did you mean " + meant.get() + "?");
            }
        }
    }
}
