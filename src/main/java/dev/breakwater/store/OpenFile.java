package dev.breakwater.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A channel shared by counted holders; the last one to release it closes it. The creator is the first holder. Only positional
 * reads and transfers may be used on the channel.
 */
public final class OpenFile {
    private final FileChannel channel;
    private final long size;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Takes over {@code channel}, whose first {@code size} bytes are the content. */
    public OpenFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** The channel; valid while held. */
    public FileChannel channel() {
        return channel;
    }

    /** How many bytes, from 0, are the content. */
    public long size() {
        return size;
    }

    /** Adds a holder; false if the last one has already released it. */
    public boolean retain() {
        for (int n = holders.get(); n > 0; n = holders.get()) {
            if (holders.compareAndSet(n, n + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Removes a holder, and closes the channel with the last. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("closing a file that was only read", e);
            }
        }
    }
}
