package dev.breakwater.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the body of one exchange. Called by the thread that runs the exchange. */
public interface Sink {
    /** A body is about to come; false where it is not wanted any more, which ends the exchange. */
    boolean begin(Head head) throws IOException;

    /**
     * The next bytes, from the buffer's position to its limit.
     *
     * @throws IOException where they cannot be kept; the exchange ends and the exception goes to its caller
     */
    void write(ByteBuffer bytes) throws IOException;
}
