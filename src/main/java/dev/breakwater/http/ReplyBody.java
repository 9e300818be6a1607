package dev.breakwater.http;

import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.Tail;
import dev.breakwater.store.OpenFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;

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

    /** The plain bytes of content that is stored in gzip; how many is not known. */
    record Decoded(ReplyBody stored) implements ReplyBody {
        /** Opens them; what is stored must stay open until the stream is closed. */
        InputStream open() throws IOException {
            return switch (stored) {
                case Memory(Buffer bytes) -> AnswerBytes.decoded(new Body.Bytes(bytes.getBytes()));
                case Section section -> {
                    if (!section.file().retain()) {
                        throw new IOException("a stored file was closed while it is sent");
                    }
                    yield AnswerBytes.decoded(new Body.Whole(section.file()));
                }
                case Empty _, Decoded _, Arriving _ -> throw new IllegalStateException("is not stored");
            };
        }
    }

    /** Content that is still arriving; {@code length} is -1 if unknown. */
    record Arriving(Tail tail, long length) implements ReplyBody {}
}
