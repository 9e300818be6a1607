package dev.breakwater.fetch;

import java.util.List;

/**
 * The caller of the engine, and the limits it sets.
 *
 * @param storeOnly answer from this store and from peers' stores only; never contact other upstreams
 * @param via the nodes the request has passed through, nearest last, passed on to peers to detect loops
 * @param client the client to fetch for
 */
public record Caller(boolean storeOnly, List<String> via, Client client) {
    /** A flight that depends on the resource. */
    public static final Caller ANYBODY = new Caller(false, List.of());

    /** The server itself, ahead of any request. */
    public static final Caller BACKGROUND = new Caller(false, List.of(), Client.BACKGROUND);

    /** Within a flight. */
    public Caller(boolean storeOnly, List<String> via) {
        this(storeOnly, via, Client.FLIGHT);
    }

    /** The same for {@code other}. */
    public Caller of(Client other) {
        return new Caller(storeOnly, via, other);
    }
}
