package dev.breakwater.sumdb;

import dev.breakwater.config.RepositorySettings;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * One checksum database.
 *
 * @param name as in {@code sum.golang.org}; may have several segments
 * @param key its whole verifier key: {@code name+hash+base64}
 * @param sources where its records and tiles come from, in this order
 */
public record DatabaseSettings(String name, String key, List<Source> sources) {
    /** Its name if it is well known, else its key: what GOSUMDB and {@code checksum-databases} take. */
    public String written() {
        return Databases.known(this) ? name : key;
    }

    /** Settings that name checksum databases. */
    public interface Named {
        /** The checksum databases; empty if nothing is checked. */
        List<DatabaseSettings> databases();
    }

    /** The checksum databases that {@code repository} names, whatever its format. */
    public static List<DatabaseSettings> of(RepositorySettings repository) {
        return repository.as(Named.class).map(Named::databases).orElse(List.of());
    }

    /** The addresses of its own sources, without the upstreams. */
    public Stream<URI> addresses() {
        return sources.stream()
                .flatMap(source -> source instanceof Source.At(URI url) ? Stream.of(url) : Stream.empty());
    }

    /** A source of a database. */
    public sealed interface Source {
        /** The repository's upstreams, below their {@code /sumdb/<name>/}. */
        record Upstreams() implements Source {}

        /** The database itself, or a copy; the URL is what {@code /lookup/…} and {@code /tile/…} are appended to. */
        record At(URI url) implements Source {}
    }
}
