package dev.breakwater.store;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to keep in a store. Published modules are always kept.
 *
 * @param now the present, from which ages are counted
 * @param most how many bytes of files may stay; the least recently used are removed first
 * @param unused an entry unused for this long is removed; null for never
 * @param kept which entries are never removed
 */
public record Retention(Instant now, long most, @Nullable Duration unused, Predicate<Key> kept) {
    /** Entries last used before this instant are removed. */
    @Nullable
    Instant since() {
        return unused == null ? null : now.minus(unused);
    }
}
