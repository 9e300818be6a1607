package dev.breakwater.sumdb;

import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.SourcedText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reader of one repository's {@code checksum-databases}. */
public final class DatabaseReader {
    /** The list of databases. */
    public static final SettingKey<String> DATABASES = SettingKey.block(
            "checksum-databases",
            Shape.BLOCKS,
            "Checksum databases that verify modules; an element may be a bare key. `[]` verifies nothing. Default: GOSUMDB,"
                    + " else `sum.golang.org`.");

    private static final SettingKey<VerifierKey> KEY = SettingKey.value(
            "key",
            Databases.KEY,
            "A well-known database (`sum.golang.org`), or a verifier key: name+hash+base64. Required.",
            "sum.golang.org");
    private static final SettingKey<Databases.Origin> SOURCES = SettingKey.values(
            "sources",
            Databases.ORIGIN,
            "Sources of its records, in this order: `upstreams` (their `/sumdb/` paths), `direct` (the database's"
                    + " own hosts), URLs of mirrors. Default: `[upstreams, direct]`.",
            "[upstreams, direct, \"https://sumdb.example.com\"]");

    /** The keys of one database. */
    public static final Group IN_DATABASE = new Group("repositories.*.checksum-databases[]", List.of(KEY, SOURCES));

    private DatabaseReader() {}

    /** The databases that {@code repository} names; null if the key is not set. */
    public static @Nullable List<DatabaseSettings> read(Block repository) {
        Reading reading = repository.reading();
        List<String> path = repository.at(DATABASES.name());
        SourcedText variable = reading.variable(withoutEnd(Block.variable(path)));
        List<Node> items = variable == null ? repository.items(DATABASES) : List.of();
        if (items == null) {
            return null;
        }
        List<DatabaseSettings> databases = new ArrayList<>();
        if (variable != null) {
            fromVariable(reading, variable, databases);
            show(repository, databases, variable.from());
            return databases;
        }
        for (int i = 0; i < items.size(); i++) {
            DatabaseSettings database = read(repository, i, items.get(i));
            if (database != null) {
                add(reading, items.get(i), database, databases);
            }
        }
        if (items.isEmpty()) {
            Place place = repository.place(DATABASES);
            reading.effective(new Effective(path, List.of(), true, place == null ? "default" : place.ofLine()));
        }
        return databases;
    }

    /** Adds databases from defaults to the shown configuration. */
    public static void show(Block repository, List<DatabaseSettings> databases, String from) {
        Reading reading = repository.reading();
        List<String> path = repository.at(DATABASES.name());
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
            reading.mistake(node.place(), "the database " + database.name() + " is listed twice", "keep one of them");
            return;
        }
        databases.add(database);
    }

    private static @Nullable DatabaseSettings read(Block repository, int index, Node node) {
        Reading reading = repository.reading();
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
        Block block = repository.numbered(DATABASES, index, mapping, IN_DATABASE);
        if (block.place(KEY) == null) {
            reading.mistake(node.place(), block.name() + " has no key", "write key: sum.golang.org below it");
        }
        VerifierKey key = block.find(KEY);
        List<Databases.Origin> origins = block.list(SOURCES);
        if (origins != null && origins.isEmpty()) {
            reading.mistake(
                    node.place(),
                    block.name() + " has no sources",
                    "add some, or remove `sources`; `checksum-databases: []` verifies nothing");
        }
        if (origins == null) {
            reading.effective(new Effective(block.at("sources"), List.of("upstreams", "direct"), true, "default"));
        }
        return key == null ? null : Databases.database(key, origins == null ? Databases.EVERYWHERE : origins);
    }

    private static void fromVariable(Reading reading, SourcedText variable, List<DatabaseSettings> databases) {
        for (String word : SafeText.words(variable.text())) {
            if (word.equals("off")) {
                continue;
            }
            switch (Databases.key(word)) {
                case ParseResult.Right<VerifierKey>(VerifierKey key) ->
                    databases.add(Databases.database(key, Databases.EVERYWHERE));
                case ParseResult.Wrong<VerifierKey>(String what, String instead) ->
                    reading.mistake(variable, "\"" + SafeText.shown(word) + "\" " + what, instead);
            }
        }
    }

    private static List<String> sources(DatabaseSettings database) {
        List<URI> own = Databases.hosts(database.name()).toList();
        return database.sources().stream()
                .map(source -> switch (source) {
                    case DatabaseSettings.Source.Upstreams _ -> "upstreams";
                    case DatabaseSettings.Source.At at when own.contains(at.url()) -> "direct";
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
