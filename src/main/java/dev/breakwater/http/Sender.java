package dev.breakwater.http;

/** Sends one response piece by piece, as its client takes them. Used on its event loop alone. */
interface Sender {
    /** Whether its connection takes something now, or would tell that it is closed. */
    boolean hasRoom();

    /** Goes on after it has waited for room. */
    void resume();

    /** A number that grows whenever something was sent. */
    long progress();

    /** Breaks the response off: its client has taken nothing for too long, or is gone. */
    void giveUp();
}
