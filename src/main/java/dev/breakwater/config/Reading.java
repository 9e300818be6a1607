package dev.breakwater.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of the loader: its sources besides the file, and its findings so far. */
public final class Reading {
    private final Map<String, String> environment;
    private final Map<String, SourcedText> flags;
    private final Schema schema;
    private final List<Placed> mistakes = new ArrayList<>();
    private final List<Placed> warnings = new ArrayList<>();
    private final List<Effective> values = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Adopted> adopted = new LinkedHashMap<>();
    private final List<String> widened = new ArrayList<>();
    private Map<String, Adopted> before = Map.of();
    private Set<String> repositories = Set.of();
    private @Nullable OwnAddresses own;
    private final TreeSet<String> variables = new TreeSet<>();

    private record Placed(@Nullable Place place, Mistake mistake) {}

    /** {@code flags} maps the path of each flag's key to its value. */
    Reading(Map<String, String> environment, Flags flags, Schema schema) {
        this.schema = schema;
        this.environment = environment;
        this.flags = new LinkedHashMap<>();
        flag("listen", "--listen", flags.listen());
        flag("data-dir", "--data-dir", flags.dataDir());
        flag("offline", "--offline", flags.offline() ? "true" : null);
        flag("log.format", "--log-format", flags.logFormat());
    }

    private void flag(String path, String name, @Nullable String text) {
        if (text != null) {
            flags.put(path, SourcedText.outside(text, name));
        }
    }

    public Map<String, String> environment() {
        return environment;
    }

    @Nullable
    SourcedText flag(String path) {
        return flags.get(path);
    }

    /** The value of the variable {@code name}; null if it is unset or blank. */
    @Nullable
    public SourcedText variable(String name) {
        variables.add(name);
        String text = environment.get(name);
        return text == null || text.isBlank() ? null : SourcedText.outside(text.strip(), name);
    }

    /** The names of all variables that were read. */
    Set<String> variables() {
        return variables;
    }

    public void mistake(Place place, String what, String instead) {
        mistakes.add(new Placed(place, new Mistake(place.toString(), what, instead)));
    }

    public void mistake(SourcedText given, String what, String instead) {
        mistakes.add(new Placed(given.place(), new Mistake(given.where(), what, instead)));
    }

    public void warning(@Nullable Place place, String where, String what, String instead) {
        warnings.add(new Placed(place, new Mistake(where, what, instead)));
    }

    public void effective(Effective value) {
        values.add(value);
    }

    /** The keys allowed in the block at {@code path}, of all sections. */
    Group group(String path) {
        return schema.group(path);
    }

    /** The names of the repositories; set before any of them is read. */
    public Set<String> repositories() {
        return repositories;
    }

    void repositories(Set<String> names) {
        repositories = names;
    }

    /** This server's own addresses; set once the sections are read, for the repositories. */
    public OwnAddresses own() {
        return Objects.requireNonNull(own, "the repositories are read after the sections");
    }

    void own(OwnAddresses addresses) {
        own = addresses;
    }

    /** Sets the records of earlier starts, by repository. */
    void remember(Map<String, Adopted> kept) {
        before = kept;
    }

    /** The expanded text of {@code scalar}; null if that failed, which has been reported. */
    public @Nullable SourcedText text(Node.Scalar scalar) {
        return Expansion.of(scalar, this);
    }

    /** The upstreams that {@code repository} adopted at an earlier start; null if none. */
    @Nullable
    public Adopted before(String repository) {
        return before.get(repository);
    }

    /** Records that {@code repository} adopts these upstreams; {@code more} are the new ones. */
    public void adopted(String repository, Adopted what, List<String> more) {
        adopted.put(repository, what);
        if (!more.isEmpty()) {
            widened.add(
                    repository + ": the environment has changed; new upstreams are in use: " + String.join(", ", more));
        }
    }

    public void note(String note) {
        notes.add(note);
    }

    /** The exception for a mistake that prevents further reading. */
    ConfigException stop(Mistake last) {
        List<Mistake> all = new ArrayList<>(ordered(mistakes));
        all.add(last);
        return new ConfigException(all);
    }

    /** The loaded configuration with {@code settings}. */
    Loaded finish(Settings settings, @Nullable Path file) throws ConfigException {
        if (!mistakes.isEmpty()) {
            throw new ConfigException(ordered(mistakes));
        }
        return new Loaded(
                settings, file, inOrder(), ordered(warnings), List.copyOf(notes), adopted, widened, schema.fixed());
    }

    /** Several sections may have keys in one block: the values in force are listed block by block. */
    private List<Effective> inOrder() {
        List<String> top =
                values.stream().map(value -> value.path().getFirst()).distinct().toList();
        return values.stream()
                .sorted(Comparator.comparingInt(
                        value -> top.indexOf(value.path().getFirst())))
                .toList();
    }

    private static List<Mistake> ordered(List<Placed> found) {
        return found.stream()
                .sorted(Comparator.comparing(Placed::place, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(Placed::mistake)
                .distinct()
                .toList();
    }
}
