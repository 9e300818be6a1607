package dev.breakwater.store;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What to keep in a store. Published modules are always kept.
 *
 * @param now the present, from which ages are counted
 * @param most how many bytes of files may stay; what was not used for longest goes first
 * @param unused after how long without any use an entry goes; null for never
 * @param kept what never goes
 */
public record Retention(Instant now, long most, @Nullable Duration unused, Predicate<Key> kept) {
    /** Before that, what was last used has to go. */
    @Nullable
    Instant since() {
        return unused == null ? null : now.minus(unused);
    }
}
