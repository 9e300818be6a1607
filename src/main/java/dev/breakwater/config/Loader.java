package dev.breakwater.config;

import java.net.URI;
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

    private final Map<String, String> environment;
    private final GoEnv go;
    private final List<Path> places;

    /** Reads variables from {@code environment}, and asks {@code go} where they and the file say too little. */
    public Loader(Map<String, String> environment, GoEnv go) {
        this(environment, go, PLACES);
    }

    Loader(Map<String, String> environment, GoEnv go, List<Path> places) {
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
        Reading reading = new Reading(environment, flags);
        Path file = file(flags);
        Node.Mapping root = file == null ? null : root(file, reading);
        Block block = new Block(reading, List.of(), root, Keys.ROOT);
        Address listen = block.get(Keys.LISTEN);
        URI publicUrl = block.find(Keys.PUBLIC_URL);
        Path dataDir = block.get(Keys.DATA_DIR);
        reading.remember(Adopted.read(dataDir));
        Settings settings = new Settings(
                listen,
                publicUrl,
                FrontKeys.read(block),
                dataDir,
                block.get(Keys.OFFLINE),
                log(block.block(Keys.LOG, Keys.IN_LOG)),
                TlsReader.read(reading, block.block(Keys.TLS, Keys.IN_TLS)),
                limits(block.block(Keys.LIMITS, Keys.IN_LIMITS)),
                StorageKeys.read(block.block(StorageKeys.STORAGE, StorageKeys.IN_STORAGE)),
                ProxyReader.read(reading, block.block(Keys.PROXY, Keys.IN_PROXY)),
                AlertsReader.read(reading, block.block(Keys.ALERTS, Keys.IN_ALERTS)),
                PermissionsReader.read(
                        reading,
                        block.block(AccessKeys.ACCESS, AccessKeys.IN_ACCESS),
                        block.place(AccessKeys.ACCESS) != null,
                        names(block),
                        listen,
                        publicUrl),
                audit(block.block(AccessKeys.AUDIT, AccessKeys.IN_AUDIT)),
                WarmKeys.hooks(block),
                repositories(reading, block, OwnAddresses.here(listen, publicUrl, environment)));
        warnOfClearText(reading, block.place(AccessKeys.ACCESS), settings);
        warnOfVariables(reading);
        return reading.finish(settings, file);
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

    private static LogSettings log(Block block) {
        return new LogSettings(block.get(Keys.LOG_FORMAT), block.get(Keys.LOG_ACCESS));
    }

    private static AuditSettings audit(Block block) {
        return new AuditSettings(
                block.get(AccessKeys.AUDIT_SIZE),
                block.get(AccessKeys.AUDIT_KEEP).limit());
    }

    /** The names of the repositories, before any is read. */
    private static Set<String> names(Block root) {
        Node.Mapping written = root.mapping(Keys.REPOSITORIES, Keys.IN_REPOSITORY);
        return written == null || written.entries().isEmpty()
                ? Set.of("go")
                : written.entries().stream().map(Node.Entry::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The go command sends credentials over https alone. */
    private static void warnOfClearText(Reading reading, @Nullable Place access, Settings settings) {
        URI url = settings.publicUrl();
        boolean secured =
                settings.tls().cert() != null || (url != null && url.getScheme().equals("https"));
        boolean something = access != null
                || settings.repositories().values().stream()
                        .anyMatch(each -> !each.privatePatterns().isEmpty());
        if (settings.access().wanted() && something && !secured) {
            reading.warning(
                    access,
                    access == null ? "private" : access.toString(),
                    "credentials are wanted, and the go command sends them over https alone",
                    "set tls.cert and tls.key, or public-url to the https address of what stands in front of this server");
        }
    }

    private static LimitSettings limits(Block block) {
        return new LimitSettings(
                block.find(Keys.CONNECTIONS),
                block.get(Keys.HEADER_SIZE),
                block.get(Keys.URL_LENGTH),
                block.get(Keys.REQUEST_TIME),
                block.get(Keys.IDLE_TIME),
                block.get(Keys.DRAIN_TIME),
                block.get(Keys.CLONES));
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
