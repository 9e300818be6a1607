package dev.breakwater.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a server has opened, closed in reverse: each part may use those that were opened before it, until it is closed. */
final class Lifecycle implements AutoCloseable {
    /** Closes one part; does not fail. */
    @FunctionalInterface
    interface Closer {
        void close();
    }

    private final Deque<Closer> opened = new ArrayDeque<>();

    /** Has {@code closer} called before those that were added before it. */
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
