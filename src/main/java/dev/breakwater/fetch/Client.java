package dev.breakwater.fetch;

import dev.breakwater.web.Cancellation;

/** The client of a fetch, which decides whether it waits for room, and in which line. */
public sealed interface Client {
    /** A flight that depends on the fetch. It never waits for room, as it holds the room that it would wait for. */
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
     * @param line the client's address, or the network that counts as one address
     * @param gone is cancelled when the client goes away
     */
    record Remote(String line, Cancellation gone) implements Client {}
}
