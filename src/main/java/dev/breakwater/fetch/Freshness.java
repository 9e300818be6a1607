package dev.breakwater.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long what is held counts as current. A missing duration means for ever: the thing cannot change. */
public record Freshness(@Nullable Duration limit) {
    /** For what cannot change. */
    public static final Freshness IMMUTABLE = new Freshness(null);

    /** For what may change: current for {@code limit} after it was last confirmed. */
    public static Freshness of(Duration limit) {
        return new Freshness(limit);
    }

    /** Whether it cannot change. */
    public boolean immutable() {
        return limit == null;
    }
}
