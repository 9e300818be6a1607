package dev.breakwater.http;

/** Sends one response piece by piece, as its client reads them. Used only on its event loop. */
interface Sender {
    /** Whether its connection accepts bytes now, or is closed. */
    boolean hasRoom();

    /** Continues after it has waited for room. */
    void resume();

    /** A number that grows whenever something was sent. */
    long progress();

    /** Aborts the response: its client has read nothing for too long, or is gone. */
    void giveUp();
}
