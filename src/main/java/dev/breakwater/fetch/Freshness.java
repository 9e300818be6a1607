package dev.breakwater.fetch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long an entry counts as current. Without a duration forever: the resource can't change. */
public record Freshness(@Nullable Duration limit) {
    /** For a resource that can't change. */
    public static final Freshness IMMUTABLE = new Freshness(null);

    /** For a resource that may change: current for {@code limit} after it was last confirmed. */
    public static Freshness of(Duration limit) {
        return new Freshness(limit);
    }

    /** Whether it can't change. */
    public boolean immutable() {
        return limit == null;
    }
}
