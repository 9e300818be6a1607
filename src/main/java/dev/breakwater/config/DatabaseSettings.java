package dev.breakwater.config;

import java.net.URI;
import java.util.List;

/**
 * One checksum database.
 *
 * @param name as in {@code sum.golang.org}; may have several segments
 * @param key its whole verifier key: {@code name+hash+base64}
 * @param sources where its records and tiles come from, in this order
 */
public record DatabaseSettings(String name, String key, List<Source> sources) {
    /** Its name where everybody knows it by that, else its key: what GOSUMDB and {@code checksum-databases} take. */
    public String written() {
        return Databases.known(this) ? name : key;
    }

    /** Where a database can be read. */
    public sealed interface Source {
        /** The repository's upstreams, below their {@code /sumdb/<name>/}. */
        record Upstreams() implements Source {}

        /** The database itself, or a copy; the URL is what {@code /lookup/…} and {@code /tile/…} are appended to. */
        record At(URI url) implements Source {}
    }
}
