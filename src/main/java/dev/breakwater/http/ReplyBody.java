package dev.breakwater.http;

import dev.breakwater.fetch.Tail;
import dev.breakwater.store.OpenFile;
import io.vertx.core.buffer.Buffer;

/** What is sent after the headers. */
sealed interface ReplyBody {
    /** Nothing. */
    enum Empty implements ReplyBody {
        NOTHING
    }

    /** Bytes in memory. */
    record Memory(Buffer bytes) implements ReplyBody {}

    /** A part of a file, or all of it. The sender holds the file until it is sent. */
    record Section(OpenFile file, long from, long length) implements ReplyBody {}

    /** What still arrives; {@code length} is -1 where it is not known yet. */
    record Arriving(Tail tail, long length) implements ReplyBody {}
}
