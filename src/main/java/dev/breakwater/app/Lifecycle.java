package dev.breakwater.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** The open parts of a server, closed in reverse: each part may use those opened before it, until it is closed. */
final class Lifecycle implements AutoCloseable {
    /** Closes one part; does not fail. */
    @FunctionalInterface
    interface Closer {
        void close();
    }

    private final Deque<Closer> opened = new ArrayDeque<>();

    /** Adds {@code closer}, which runs before those added earlier. */
    void onClose(Closer closer) {
        opened.push(closer);
    }

    /** Closes everything, the last first. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
