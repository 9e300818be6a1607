package dev.breakwater.fetch;

import java.util.List;

/**
 * Who asks, as far as the engine cares.
 *
 * @param storeOnly answer from the store alone, and from those of peers; never ask other upstreams
 * @param via the nodes the request has passed through, nearest last, passed on to peers to detect loops
 * @param client for whom it is fetched
 */
public record Caller(boolean storeOnly, List<String> via, Client client) {
    /** A flight that needs it to go on. */
    public static final Caller ANYBODY = new Caller(false, List.of());

    /** The server itself, ahead of any request. */
    public static final Caller BACKGROUND = new Caller(false, List.of(), Client.BACKGROUND);

    /** Within a flight. */
    public Caller(boolean storeOnly, List<String> via) {
        this(storeOnly, via, Client.FLIGHT);
    }

    /** The same question of {@code other}. */
    public Caller of(Client other) {
        return new Caller(storeOnly, via, other);
    }
}
