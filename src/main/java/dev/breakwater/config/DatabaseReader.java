package dev.breakwater.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the {@code checksum-databases} of one repository. */
final class DatabaseReader {
    private DatabaseReader() {}

    /** The databases that {@code repository} names; null where it does not say. */
    static @Nullable List<DatabaseSettings> read(Reading reading, Block repository) {
        List<String> path = repository.at(Keys.DATABASES.name());
        SourcedText variable = reading.variable(withoutEnd(Block.variable(path)));
        List<Node> items = variable == null ? repository.items(Keys.DATABASES) : List.of();
        if (items == null) {
            return null;
        }
        List<DatabaseSettings> databases = new ArrayList<>();
        if (variable != null) {
            fromVariable(reading, variable, databases);
            show(reading, repository, databases, variable.from());
            return databases;
        }
        for (int i = 0; i < items.size(); i++) {
            List<String> at =
                    Stream.concat(path.stream(), Stream.of(Integer.toString(i))).toList();
            DatabaseSettings database = read(reading, at, items.get(i));
            if (database != null) {
                add(reading, items.get(i), database, databases);
            }
        }
        if (items.isEmpty()) {
            Place place = repository.place(Keys.DATABASES);
            reading.effective(new Effective(path, List.of(), true, place == null ? "default" : place.ofLine()));
        }
        return databases;
    }

    /** Notes databases that no file spells out. */
    static void show(Reading reading, Block repository, List<DatabaseSettings> databases, String from) {
        List<String> path = repository.at(Keys.DATABASES.name());
        if (databases.isEmpty()) {
            reading.effective(new Effective(path, List.of(), true, from));
        }
        for (int i = 0; i < databases.size(); i++) {
            DatabaseSettings database = databases.get(i);
            List<String> at =
                    Stream.concat(path.stream(), Stream.of(Integer.toString(i))).toList();
            reading.effective(new Effective(with(at, "key"), List.of(database.written()), false, from));
            reading.effective(new Effective(with(at, "sources"), sources(database), true, from));
        }
    }

    private static void add(Reading reading, Node node, DatabaseSettings database, List<DatabaseSettings> databases) {
        if (databases.stream().anyMatch(other -> other.name().equals(database.name()))) {
            reading.mistake(node.place(), "the database " + database.name() + " is named twice", "keep one of them");
            return;
        }
        databases.add(database);
    }

    private static @Nullable DatabaseSettings read(Reading reading, List<String> at, Node node) {
        Node.Mapping mapping = switch (node) {
            case Node.Mapping written -> written;
            case Node.Scalar scalar
            when !scalar.absent() ->
                new Node.Mapping(scalar.place(), List.of(new Node.Entry(scalar.place(), "key", scalar)));
            case Node other -> {
                reading.mistake(other.place(), "a checksum database takes a key", "write - key: sum.golang.org");
                yield null;
            }
        };
        if (mapping == null) {
            return null;
        }
        Block block = new Block(reading, at, mapping, Keys.IN_DATABASE);
        if (block.place(Keys.DATABASE_KEY) == null) {
            reading.mistake(node.place(), String.join(".", at) + " has no key", "write key: sum.golang.org below it");
        }
        VerifierKey key = block.find(Keys.DATABASE_KEY);
        List<Databases.Origin> origins = block.list(Keys.SOURCES);
        if (origins != null && origins.isEmpty()) {
            reading.mistake(
                    node.place(),
                    String.join(".", at) + " has no sources",
                    "name some, or leave `sources` out; `checksum-databases: []` checks nothing");
        }
        if (origins == null) {
            reading.effective(new Effective(with(at, "sources"), List.of("upstreams", "direct"), true, "default"));
        }
        return key == null ? null : Databases.database(key, origins == null ? Databases.EVERYWHERE : origins);
    }

    private static void fromVariable(Reading reading, SourcedText variable, List<DatabaseSettings> databases) {
        for (String word : SafeText.words(variable.text())) {
            if (word.equals("off")) {
                continue;
            }
            switch (Databases.key(word)) {
                case Parsed.Right<VerifierKey>(VerifierKey key) ->
                    databases.add(Databases.database(key, Databases.EVERYWHERE));
                case Parsed.Wrong<VerifierKey>(String what, String instead) ->
                    reading.mistake(variable, "\"" + SafeText.shown(word) + "\" " + what, instead);
            }
        }
    }

    private static List<String> sources(DatabaseSettings database) {
        List<DatabaseSettings.Source> own = Databases.database(
                        new VerifierKey(database.name(), database.key()), List.of(new Databases.Origin.Direct()))
                .sources();
        return database.sources().stream()
                .map(source -> switch (source) {
                    case DatabaseSettings.Source.Upstreams _ -> "upstreams";
                    case DatabaseSettings.Source.At at when own.contains(at) -> "direct";
                    case DatabaseSettings.Source.At(URI url) -> url.toString();
                })
                .distinct()
                .toList();
    }

    private static List<String> with(List<String> path, String last) {
        return Stream.concat(path.stream(), Stream.of(last)).toList();
    }

    private static String withoutEnd(String prefix) {
        return prefix.substring(0, prefix.length() - 1);
    }
}
