package dev.breakwater.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The receiver of one exchange's body. Called by the thread that runs the exchange. */
public interface Sink {
    /** A body is about to arrive; false ends the exchange. */
    boolean begin(Head head) throws IOException;

    /**
     * The next bytes, from the buffer's position to its limit.
     *
     * @throws IOException if they can't be written; the exchange ends and the exception goes to its caller
     */
    void write(ByteBuffer bytes) throws IOException;
}
