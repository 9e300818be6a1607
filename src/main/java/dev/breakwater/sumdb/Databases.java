package dev.breakwater.sumdb;

import dev.breakwater.config.ParseResult;
import dev.breakwater.config.Type;
import dev.breakwater.config.Types;
import dev.breakwater.sumdb.DatabaseSettings.Source;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The checksum databases known by name, and the written form of one. */
public final class Databases {
    /** The default database. */
    public static final String USUAL = "sum.golang.org";

    /** The default database under the name that is reachable from China; not a database of its own. */
    static final String USUAL_IN_CHINA = "sum.golang.google.cn";

    static final Type<VerifierKey> KEY = new Type<>("database", Databases::key);
    static final Type<Origin> ORIGIN = new Type<>("`upstreams`, `direct` or URL", Databases::origin);

    /** The default sources of a database. */
    public static final List<Origin> EVERYWHERE = List.of(new Origin.Upstreams(), new Origin.Direct());

    private static final Map<String, String> KNOWN =
            Map.of(USUAL, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");

    private Databases() {}

    /** A source as written in the configuration. */
    public sealed interface Origin {
        /** The repository's upstreams. */
        record Upstreams() implements Origin {}

        /** The database's own hosts. */
        record Direct() implements Origin {}

        /** A copy. */
        record Copy(URI url) implements Origin {}
    }

    /** The database with that key and those sources. */
    public static DatabaseSettings database(VerifierKey key, List<Origin> origins) {
        List<Source> sources = origins.stream()
                .flatMap(origin -> switch (origin) {
                    case Origin.Upstreams _ -> Stream.<Source>of(new Source.Upstreams());
                    case Origin.Copy(URI url) -> Stream.of(new Source.At(url));
                    case Origin.Direct _ -> hosts(key.name()).map(Source.At::new);
                })
                .distinct()
                .toList();
        return new DatabaseSettings(key.name(), key.toString(), sources);
    }

    /** Whether its name alone identifies it. */
    static boolean known(DatabaseSettings database) {
        return database.key().equals(KNOWN.get(database.name()));
    }

    /** The key of a database known by name, or the one that is written out. */
    public static ParseResult<VerifierKey> key(String text) {
        String known = KNOWN.get(text.equals(USUAL_IN_CHINA) ? USUAL : text);
        if (known != null) {
            return VerifierKeyText.read(known);
        }
        if (text.indexOf('+') >= 0) {
            return VerifierKeyText.read(text);
        }
        return new ParseResult.Wrong<>(
                "is not a well-known database", "write " + USUAL + ", or the database's whole key: name+hash+base64");
    }

    private static ParseResult<Origin> origin(String text) {
        return switch (text) {
            case "upstreams" -> new ParseResult.Right<>(new Origin.Upstreams());
            case "direct" -> new ParseResult.Right<>(new Origin.Direct());
            default -> Types.URL.parse().apply(text).map(Origin.Copy::new);
        };
    }

    /** The one that is reachable from China first: it is the same database, and reachable from other countries as well. */
    static Stream<URI> hosts(String name) {
        return name.equals(USUAL)
                ? Stream.of(URI.create("https://" + USUAL_IN_CHINA), URI.create("https://" + USUAL))
                : Stream.of(URI.create("https://" + name));
    }
}
