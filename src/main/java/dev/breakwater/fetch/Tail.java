package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A reader of content that is still arriving. Used by one thread at a time, a virtual one: reading blocks. */
public interface Tail extends AutoCloseable {
    /**
     * Reads the next bytes to send, and waits for them if there are none.
     *
     * @return how many bytes were put into {@code into}, at least one; -1 after the last one, which is returned only once
     *     everything is verified
     * @throws IOException if the content failed or was rejected: then reset the exchange, so that the sent part can't pass for
     *     complete
     */
    int read(ByteBuffer into) throws IOException, InterruptedException;

    /** What rescued the content, as far as it has been read. */
    default RescuedBy spared() {
        return RescuedBy.NOTHING;
    }

    @Override
    void close();
}
