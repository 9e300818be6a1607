package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Follows content that is still arriving. Used by one thread at a time, a virtual one: reading blocks. */
public interface Tail extends AutoCloseable {
    /**
     * Reads what may be sent next, waiting for it where there is none.
     *
     * @return how many bytes were put into {@code into}, at least one; -1 after the last one, which is only handed out
     *     once everything is verified
     * @throws IOException where the content failed or was rejected: the exchange must then be reset, so that what was
     *     sent can never pass for complete
     */
    int read(ByteBuffer into) throws IOException, InterruptedException;

    /** What kept the content from failing, as far as it has been read. */
    default RescuedBy spared() {
        return RescuedBy.NOTHING;
    }

    @Override
    void close();
}
