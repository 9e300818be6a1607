package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one block of keys: from flags, else from variables, else from the file, else their defaults. Reports unknown
 * and duplicate keys; records each value with its origin.
 */
public final class Block {
    private final Reading reading;
    private final List<String> path;
    private final String prefix;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Block> below = new HashMap<>();

    /**
     * Reads {@code mapping}.
     *
     * @param path the block's place
     * @param mapping the block in the file; null if there is none
     * @param keys the keys that are allowed
     */
    Block(Reading reading, List<String> path, Node.@Nullable Mapping mapping, Group keys) {
        this(reading, path, variable(path), mapping, keys);
    }

    /** The same, but variables begin with {@code prefix}, not with the path. */
    Block(Reading reading, List<String> path, String prefix, Node.@Nullable Mapping mapping, Group keys) {
        this.reading = reading;
        this.path = path;
        this.prefix = prefix;
        if (mapping != null) {
            take(mapping, keys.keys().stream().map(SettingKey::name).toList());
        }
    }

    private void take(Node.Mapping mapping, List<String> known) {
        Map<String, Place> seen = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            Place before = seen.putIfAbsent(entry.key(), entry.place());
            if (!known.contains(entry.key())) {
                String where = path.isEmpty() ? "unknown key \"" : String.join(".", path) + " has no key \"";
                reading.mistake(
                        entry.place(),
                        where + SafeText.shown(entry.key()) + "\"",
                        Suggestion.advice(entry.key(), known));
            } else if (before != null) {
                reading.mistake(
                        entry.place(),
                        named(entry.key()) + " is given twice",
                        "keep one: the other is in line " + before.line());
            } else if (!entry.value().absent()) {
                nodes.put(entry.key(), entry.value());
            }
        }
    }

    /** The value of a key that has a default. */
    public <T> T get(SettingKey<T> key) {
        T found = find(key);
        return found != null ? found : fallback(key);
    }

    /** The value of a key; its default, or null, if it is not given or not valid. */
    public <T> @Nullable T find(SettingKey<T> key) {
        SourcedText given = given(key);
        if (given == null) {
            if (key.fallback() != null) {
                T value = fallback(key);
                note(key, key.fallback(), "default");
                return value;
            }
            return null;
        }
        T value = parse(key, given);
        if (value == null) {
            return null;
        }
        note(key, key.secret() ? Secret.MASK : SafeText.masked(given.shown()), given.from());
        return value;
    }

    /** The values of a list; null if it is not given. */
    public <T> @Nullable List<T> list(SettingKey<T> key) {
        List<SourcedText> texts = texts(key);
        if (texts == null) {
            return null;
        }
        List<T> values = new ArrayList<>();
        for (SourcedText text : texts) {
            T value = parse(key, text);
            if (value != null) {
                values.add(value);
            }
        }
        String from = texts.isEmpty() ? origin(key) : texts.getFirst().from();
        List<String> shown = texts.stream().map(SourcedText::shown).toList();
        reading.effective(new Effective(at(key.name()), shown, true, from));
        return values;
    }

    private String origin(SettingKey<?> key) {
        Node node = nodes.get(key.name());
        return node == null ? prefix + upper(key.name()) : node.place().ofLine();
    }

    /** The block below {@code key}. */
    public Block block(SettingKey<?> key, Group keys) {
        return new Block(reading, at(key.name()), prefix + upper(key.name()) + "_", mapping(key, keys), keys);
    }

    /** The block at {@code name} of the top one. Sections that share it get the same block, so its mistakes are reported once. */
    public Block below(String name) {
        Group keys = reading.group(name);
        return below.computeIfAbsent(name, _ -> block(reading.group("").key(name), keys));
    }

    /** The block of the element {@code mapping} of the list below {@code list}; its variables contain its name. */
    public Block element(SettingKey<?> list, int index, Node.Mapping mapping, Group keys) {
        List<String> at = at(list.name());
        String called = variable(at) + upper(mapping.name(index)) + "_";
        return new Block(reading, with(at, Integer.toString(index)), called, mapping, keys);
    }

    /** The same, but its variables contain its number. */
    public Block numbered(SettingKey<?> list, int index, Node.Mapping mapping, Group keys) {
        return new Block(reading, with(at(list.name()), Integer.toString(index)), mapping, keys);
    }

    /** The run of the loader that reads it, which collects mistakes. */
    public Reading reading() {
        return reading;
    }

    /**
     * Warns if the file that {@code key} names cannot be read here, with the consequence. It is not a mistake: a configuration
     * may be checked on another machine than its server's.
     */
    public void warnOfMissing(SettingKey<Path> key, String consequence) {
        SourcedText given = given(key);
        if (given != null
                && key.type().parse().apply(given.text()) instanceof ParseResult.Right<Path>(Path file)
                && !Files.isReadable(file)) {
            reading.warning(
                    given.place(),
                    given.where(),
                    named(key.name()) + " names " + given.shown() + ", which can't be read here",
                    consequence);
        }
    }

    /** Its path, as in {@code repositories.releases.upstreams.0}. */
    public String name() {
        return String.join(".", path);
    }

    /** The block below {@code key} in the file; null if there is none. */
    public Node.@Nullable Mapping mapping(SettingKey<?> key, Group keys) {
        return switch (nodes.get(key.name())) {
            case null -> null;
            case Node.Mapping mapping -> mapping;
            case Node other -> {
                String names = String.join(
                        ", ", keys.keys().stream().map(SettingKey::name).toList());
                reading.mistake(
                        other.place(),
                        named(key.name()) + " takes keys, not " + kind(other),
                        key.shape() == SettingKey.Shape.NAMES ? "write name: and a value" : "expected keys: " + names);
                yield null;
            }
        };
    }

    /** The elements of the list below {@code key}; null if it is not given. */
    @Nullable
    public List<Node> items(SettingKey<?> key) {
        return switch (nodes.get(key.name())) {
            case null -> null;
            case Node.Sequence(Place _, List<Node> items) -> items;
            case Node other -> {
                reading.mistake(
                        other.place(),
                        named(key.name()) + " takes a list, not " + kind(other),
                        "begin each element with a dash");
                yield null;
            }
        };
    }

    /** The text given for {@code key} by the source that takes precedence; null if there is none. */
    @Nullable
    public SourcedText given(SettingKey<?> key) {
        SourcedText flag = reading.flag(named(key.name()));
        SourcedText variable = reading.variable(prefix + upper(key.name()));
        Node node = nodes.get(key.name());
        SourcedText filed = node == null ? null : scalar(node, named(key.name()));
        return Stream.of(flag, variable, filed)
                .filter(each -> each != null)
                .findFirst()
                .orElse(null);
    }

    /** The place of {@code key} in the file; null if it is not there. */
    @Nullable
    public Place place(SettingKey<?> key) {
        return place(key.name());
    }

    /** The place of the key {@code name} in the file; null if it is not there. */
    public @Nullable Place place(String name) {
        Node node = nodes.get(name);
        return node == null ? null : node.place();
    }

    /** The path of {@code name} in this block. */
    public List<String> at(String name) {
        return with(path, name);
    }

    private static List<String> with(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    private @Nullable List<SourcedText> texts(SettingKey<?> key) {
        SourcedText variable = reading.variable(prefix + upper(key.name()));
        List<Node> items = items(key);
        if (variable != null) {
            return SafeText.words(variable.text()).stream()
                    .map(part -> SourcedText.outside(part, variable.from()))
                    .toList();
        }
        if (items == null) {
            return null;
        }
        List<SourcedText> texts = new ArrayList<>();
        for (Node item : items) {
            SourcedText text = scalar(item, "an element of " + named(key.name()));
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private @Nullable SourcedText scalar(Node node, String name) {
        if (node instanceof Node.Scalar scalar) {
            return Expansion.of(scalar, reading);
        }
        reading.mistake(node.place(), name + " takes a single value, not " + kind(node), "write it on one line");
        return null;
    }

    private <T> @Nullable T parse(SettingKey<T> key, SourcedText given) {
        return switch (key.type().parse().apply(given.text())) {
            case ParseResult.Right<T>(T value) -> value;
            case ParseResult.Wrong<T>(String what, String instead) -> {
                String shown = key.secret() ? Secret.MASK : SafeText.shown(SafeText.masked(given.shown()));
                reading.mistake(given, named(key.name()) + " \"" + shown + "\" " + what, instead);
                yield null;
            }
        };
    }

    private static <T> T fallback(SettingKey<T> key) {
        String text = key.fallback();
        if (text != null && key.type().parse().apply(text) instanceof ParseResult.Right<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("the key " + key.name() + " has no default that it takes itself");
    }

    private void note(SettingKey<?> key, String shown, String from) {
        reading.effective(new Effective(at(key.name()), List.of(shown), false, from));
    }

    private String named(String name) {
        return String.join(".", at(name));
    }

    private static String kind(Node node) {
        return switch (node) {
            case Node.Scalar _ -> "a single value";
            case Node.Sequence _ -> "a list";
            case Node.Mapping _ -> "a block of keys";
        };
    }

    /** The prefix of the variables for keys below {@code path}. */
    public static String variable(List<String> path) {
        StringBuilder name = new StringBuilder("BREAKWATER_");
        path.forEach(segment -> name.append(upper(segment)).append('_'));
        return name.toString();
    }

    /** A segment of a path in the form of a variable's name. */
    public static String upper(String segment) {
        return segment.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
