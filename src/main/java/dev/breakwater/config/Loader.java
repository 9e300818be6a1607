package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: flags before variables before the file before defaults. Every mistake there is comes out at
 * once.
 */
public final class Loader {
    private static final List<Path> PLACES =
            List.of(Path.of("breakwater.yaml"), Path.of("/etc/breakwater/breakwater.yaml"));

    /** Variables that are not settings of this kind. */
    private static final List<String> OTHERS =
            List.of("BREAKWATER_CONFIG", "BREAKWATER_GO_UPSTREAMS", "BREAKWATER_TOKEN");

    private final Schema schema;
    private final Map<String, String> environment;
    private final GoEnv go;
    private final List<Path> places;

    /** Reads what {@code schema} lists, variables from {@code environment}; asks {@code go} where both say too little. */
    public Loader(Schema schema, Map<String, String> environment, GoEnv go) {
        this(schema, environment, go, PLACES);
    }

    Loader(Schema schema, Map<String, String> environment, GoEnv go, List<Path> places) {
        this.schema = schema;
        this.environment = Map.copyOf(environment);
        this.go = new AskedOnce(go);
        this.places = places;
    }

    /**
     * Reads it.
     *
     * @throws ConfigException with every mistake, where there is one
     */
    public Loaded load(Flags flags) throws ConfigException, InterruptedException {
        Reading reading = new Reading(environment, flags, schema);
        Path file = file(flags);
        Node.Mapping root = file == null ? null : root(file, reading);
        Block top = new Block(reading, List.of(), root, schema.group(""));
        reading.repositories(names(top));
        Settings settings = Settings.NONE;
        for (Section<?> section : schema.sections()) {
            settings = with(settings, section, top);
        }
        reading.remember(Adopted.read(schema.facts().dataFolder().apply(settings)));
        OwnAddresses own = schema.facts().own().apply(settings, environment);
        reading.own(own);
        settings = settings.with(repositories(reading, top, own));
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
                reading.mistake(other.place(), "a configuration is made of keys and values", "write key: value");
                yield null;
            }
        };
    }

    /** The names of the repositories, before any is read. */
    private static Set<String> names(Block root) {
        Node.Mapping written = root.mapping(Keys.REPOSITORIES, Keys.IN_REPOSITORY);
        return written == null || written.entries().isEmpty()
                ? Set.of("go")
                : written.entries().stream().map(Node.Entry::key).collect(Collectors.toUnmodifiableSet());
    }

    private SequencedMap<String, RepositorySettings> repositories(Reading reading, Block root, OwnAddresses self)
            throws InterruptedException {
        SequencedMap<String, RepositorySettings> repositories = new LinkedHashMap<>();
        Node.Mapping written = root.mapping(Keys.REPOSITORIES, Keys.IN_REPOSITORY);
        if (written == null || written.entries().isEmpty()) {
            repositories.put("go", RepositoryReader.read(reading, go, self, "go", null));
            return repositories;
        }
        for (Node.Entry entry : written.entries()) {
            String name = entry.key();
            if (nameIsWrong(reading, entry, repositories)) {
                continue;
            }
            Node.Mapping mapping = switch (entry.value()) {
                case Node.Mapping below -> below;
                case Node other when other.absent() -> null;
                case Node other -> {
                    reading.mistake(other.place(), "a repository takes keys", "write format: go below " + name);
                    yield null;
                }
            };
            repositories.put(name, RepositoryReader.read(reading, go, self, name, mapping));
        }
        return repositories;
    }

    private static boolean nameIsWrong(
            Reading reading, Node.Entry entry, SequencedMap<String, RepositorySettings> repositories) {
        String name = entry.key();
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            reading.mistake(
                    entry.place(),
                    "\"" + SafeText.shown(name) + "\" is no name for a repository",
                    "write lower-case letters, digits and dashes, at most 63, a letter first");
            return true;
        }
        if (name.equals("v2")) {
            reading.mistake(entry.place(), "/v2/ belongs to the protocol of container images", "choose another name");
            return true;
        }
        if (repositories.containsKey(name)) {
            reading.mistake(entry.place(), "the repository " + name + " is given twice", "keep one of them");
            return true;
        }
        return false;
    }

    /** A misspelt variable has no place in a file where it could be a mistake; and others may use our prefix. */
    private void warnOfVariables(Reading reading) {
        List<String> known =
                Stream.concat(reading.variables().stream(), OTHERS.stream()).toList();
        for (String name : environment.keySet().stream().sorted().toList()) {
            if (!name.startsWith("BREAKWATER_") || known.contains(name)) {
                continue;
            }
            Optional<String> meant = Suggestion.to(name, known);
            if (meant.isPresent() && meant.get().length() > "BREAKWATER_".length() + 2) {
                reading.warning(null, name, "is a variable nobody reads", "did you mean " + meant.get() + "?");
            }
        }
    }

    /** Remembers the answer: asking starts a program. */
    private static final class AskedOnce implements GoEnv {
        private final GoEnv go;
        private @Nullable Answer answer;

        AskedOnce(GoEnv go) {
            this.go = go;
        }

        @Override
        public Answer ask() throws InterruptedException {
            if (answer == null) {
                answer = go.ask();
            }
            return answer;
        }
    }
}
