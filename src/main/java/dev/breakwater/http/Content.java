package dev.breakwater.http;

import dev.breakwater.fetch.Tail;
import dev.breakwater.store.OpenFile;
import io.vertx.core.buffer.Buffer;

/** What is sent after the headers. */
sealed interface Content {
    /** Nothing. */
    enum Nothing implements Content {
        NOTHING
    }

    /** Bytes in memory. */
    record Memory(Buffer bytes) implements Content {}

    /** A part of a file, or all of it. Whoever sends it holds the file until it is sent. */
    record Section(OpenFile file, long from, long length) implements Content {}

    /** What still arrives; {@code length} is -1 where it is not known yet. */
    record Growing(Tail tail, long length) implements Content {}
}
