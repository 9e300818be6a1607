package dev.breakwater.http;

import dev.breakwater.fetch.Tail;
import dev.breakwater.store.OpenFile;
import io.vertx.core.buffer.Buffer;

/** The body of a response. */
sealed interface ReplyBody {
    /** No body. */
    enum Empty implements ReplyBody {
        NOTHING
    }

    /** Bytes in memory. */
    record Memory(Buffer bytes) implements ReplyBody {}

    /** A part of a file, or all of it. The sender holds the file until it is sent. */
    record Section(OpenFile file, long from, long length) implements ReplyBody {}

    /** Content that is still arriving; {@code length} is -1 if unknown. */
    record Arriving(Tail tail, long length) implements ReplyBody {}
}
