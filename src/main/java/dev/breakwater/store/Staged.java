package dev.breakwater.store;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Content that is still arriving: one writer, any number of readers that follow it. SHA-256 is computed as it is written.
 * {@link #size()} and {@link #sha256()} cover what has arrived so far; only the writer may call them until
 * {@link #complete()}, any caller after. Closing it discards what was not committed; channels opened before stay readable.
 */
public interface Staged extends Content, AutoCloseable {
    /** Appends everything from the buffer's position to its limit, and moves the position there. */
    void write(ByteBuffer bytes) throws IOException;

    /** Appends what is written to the stream; closing that closes nothing. Each call of it writes, so wrap it in a buffer. */
    default OutputStream output() {
        Staged staged = this;
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                staged.write(ByteBuffer.wrap(new byte[] {(byte) one}));
            }

            @Override
            public void write(byte[] some, int offset, int length) throws IOException {
                staged.write(ByteBuffer.wrap(some, offset, length));
            }
        };
    }

    /**
     * Starts over at byte 0, also after it was complete, if the content was found wrong. Only allowed while no reader has a
     * byte, see {@link #released()}.
     *
     * @throws IllegalStateException if a reader has, or it is committed
     */
    void restart() throws IOException;

    /** How many bytes have arrived; thread-safe. */
    long arrived();

    /**
     * Declares that a reader has bytes: from now on {@link #restart} is refused. A reader calls this before it reads, and
     * checks after it what has arrived: the writer may have started over before.
     */
    void released();

    /** Declares that everything has arrived. */
    void complete();

    /** Declares that nothing more will arrive; waiting readers fail. */
    void fail(String why);

    /**
     * Waits until more than {@code position} bytes have arrived, or it is complete or failed.
     *
     * @return how many bytes have arrived
     * @throws IOException if it failed
     */
    long awaitBeyond(long position) throws IOException, InterruptedException;

    /**
     * A new channel on the bytes; also works after the commit, until another commit of that key has replaced them. Bytes that
     * arrive later can be read on it too. It moves short content from memory to a file: to read all of it, {@link #bytes} is
     * cheaper.
     */
    @Override
    FileChannel open() throws IOException;

    @Override
    void close();
}
