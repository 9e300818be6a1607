package dev.breakwater.fetch;

import dev.breakwater.web.Cancellation;

/** For whom something is fetched. That decides whether it waits for room, and in which line. */
public sealed interface Client {
    /** A flight that can't go on without it. It never waits for room, for it holds the room that it would wait for. */
    Client FLIGHT = new Flying();

    /** The server itself, ahead of any request: it gives way to every client. */
    Client BACKGROUND = new OwnServer();

    /** See {@link #FLIGHT}. */
    record Flying() implements Client {}

    /** See {@link #BACKGROUND}. */
    record OwnServer() implements Client {}

    /**
     * A client of this server. Clients of one line take turns with those of the other lines.
     *
     * @param line the client's address, or the network that is taken for one address
     * @param gone is cancelled when the client goes away
     */
    record Remote(String line, Cancellation gone) implements Client {}
}
