package dev.breakwater.config;

import dev.breakwater.config.SettingKey.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reader of the file's repositories, each by the section of its format. */
public final class RepositoryReader {
    private static final String PATH = "repositories.*";

    private final SequencedMap<String, FormatSection<?>> formats = new LinkedHashMap<>();
    private final Map<String, String> reserved;
    private final String usual;
    private final SettingKey<String> repositories;
    private final SettingKey<FormatSection<?>> format;

    /**
     * For repositories of {@code formats}. The first is the default format. Without any repository there is one of each format
     * that is {@link FormatSection#served()}, under the format's name.
     *
     * @param reserved reserved names, with their purpose
     */
    public RepositoryReader(List<FormatSection<?>> formats, Map<String, String> reserved) {
        formats.forEach(each -> this.formats.put(each.name(), each));
        this.reserved = Map.copyOf(reserved);
        this.usual = formats.getFirst().name();
        this.repositories = SettingKey.block(
                "repositories",
                Shape.NAMES,
                "The repositories by name. A name is the first element of the repository's address and matches"
                        + " `[a-z][a-z0-9-]*`."
                        + " Default: " + offered() + ".");
        this.format = SettingKey.value("format", Types.oneOf(this.formats), "The repository's package format.", usual)
                .fallback(usual);
    }

    private String offered() {
        return served().map(each -> "`" + each.name() + "`").collect(Collectors.joining(" and "));
    }

    /** The formats of the repositories that there are without any in the file. */
    private Stream<FormatSection<?>> served() {
        return formats.values().stream().filter(FormatSection::served);
    }

    /** Every key of every format by block; formats may share blocks. */
    List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("", List.of(repositories)));
        groups.add(new Group(PATH, List.of(format)));
        formats.values().forEach(each -> groups.addAll(each.groups()));
        return groups;
    }

    /** The variables that formats read besides those of keys. */
    Stream<String> variables() {
        return formats.values().stream().flatMap(each -> each.variables().stream());
    }

    /** The names of the repositories, before any is read. */
    Set<String> names(Block top) {
        List<Node.Entry> written = written(top);
        return written.isEmpty()
                ? served().map(FormatSection::name).collect(Collectors.toUnmodifiableSet())
                : written.stream().map(Node.Entry::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The repositories in the file. */
    private List<Node.Entry> written(Block top) {
        Node.Mapping written = top.mapping(repositories, new Group(PATH, List.of()));
        return written == null ? List.of() : written.entries();
    }

    SequencedMap<String, RepositorySettings> read(Block top) throws InterruptedException {
        Reading reading = top.reading();
        Map<String, FormatSection.FormatReader<?>> readers = new HashMap<>();
        formats.forEach((name, each) -> readers.put(name, each.reader(reading)));
        SequencedMap<String, RepositorySettings> read = new LinkedHashMap<>();
        List<Node.Entry> written = written(top);
        if (written.isEmpty()) {
            for (FormatSection<?> each : served().toList()) {
                String name = each.name();
                read.put(name, read(reading, name, format.fallback(name), null, readers));
            }
        }
        for (Node.Entry entry : written) {
            if (nameIsWrong(reading, entry, read)) {
                continue;
            }
            read.put(entry.key(), read(reading, entry.key(), format, mapping(reading, entry), readers));
        }
        return read;
    }

    private Node.@Nullable Mapping mapping(Reading reading, Node.Entry entry) {
        return switch (entry.value()) {
            case Node.Mapping below -> below;
            case Node other when other.absent() -> null;
            case Node other -> {
                reading.mistake(
                        other.place(), "a repository takes keys", "write format: " + usual + " below " + entry.key());
                yield null;
            }
        };
    }

    /** Reads the format first, because it decides which keys are allowed. */
    private RepositorySettings read(
            Reading reading,
            String name,
            SettingKey<FormatSection<?>> format,
            Node.@Nullable Mapping mapping,
            Map<String, FormatSection.FormatReader<?>> readers)
            throws InterruptedException {
        List<String> path = List.of("repositories", name);
        FormatSection<?> section =
                new Block(reading, path, only(mapping), new Group(PATH, List.of(format))).get(format);
        List<SettingKey<?>> keys = new ArrayList<>(List.of(format));
        section.groups().stream()
                .filter(group -> group.path().equals(PATH))
                .forEach(group -> keys.addAll(group.keys()));
        Block block = new Block(reading, path, mapping, new Group(PATH, keys));
        FormatSection.FormatReader<?> reader = readers.get(section.name());
        if (reader == null) {
            throw new IllegalStateException("each format has a reader");
        }
        return new RepositorySettings(name, section.name(), reader.read(name, block));
    }

    private Node.@Nullable Mapping only(Node.@Nullable Mapping mapping) {
        return mapping == null
                ? null
                : new Node.Mapping(
                        mapping.place(),
                        mapping.entries().stream()
                                .filter(entry -> entry.key().equals(format.name()))
                                .toList());
    }

    private boolean nameIsWrong(
            Reading reading, Node.Entry entry, SequencedMap<String, RepositorySettings> repositories) {
        String name = entry.key();
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            reading.mistake(
                    entry.place(),
                    "\"" + SafeText.shown(name) + "\" is not a valid repository name",
                    "write lower-case letters, digits and dashes, at most 63, a letter first");
            return true;
        }
        if (reserved.containsKey(name)) {
            reading.mistake(entry.place(), "/" + name + "/ belongs to " + reserved.get(name), "choose another name");
            return true;
        }
        if (repositories.containsKey(name)) {
            reading.mistake(entry.place(), "the repository " + name + " is given twice", "keep one of them");
            return true;
        }
        return false;
    }
}
