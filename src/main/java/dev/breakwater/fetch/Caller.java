package dev.breakwater.fetch;

import java.util.List;

/**
 * Who asks, as far as the engine cares.
 *
 * @param storeOnly answer from the store alone, and from those of peers; never ask anybody else
 * @param via the nodes the request has passed through, nearest last, passed on to peers to detect loops
 */
public record Caller(boolean storeOnly, List<String> via) {
    /** Anybody. */
    public static final Caller ANYBODY = new Caller(false, List.of());
}
