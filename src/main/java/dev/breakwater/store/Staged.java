package dev.breakwater.store;

import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Content that is still arriving: one writer, any number of readers that follow it. SHA-256 is computed as it is
 * written. {@link #size()} and {@link #sha256()} speak of what has arrived so far; both are the writer's to call until
 * it has called {@link #complete()}, any caller's after. Closing it gives up what was not committed; channels opened
 * before stay readable.
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
     * Starts over at byte 0, also after it was complete: what came may have been found wrong. Only allowed while no reader
     * has been given a byte, see {@link #released()}.
     *
     * @throws IllegalStateException where a reader has, or it is committed
     */
    void restart() throws IOException;

    /** How many bytes have arrived. Any thread may ask. */
    long arrived();

    /**
     * Says that a reader has been given bytes of it: from now on what has arrived cannot be taken back. A reader says so
     * before it reads, and asks what has arrived after: what it was told earlier may have been taken back meanwhile.
     */
    void released();

    /** Says that everything has arrived. */
    void complete();

    /** Says that nothing more will come; readers that wait are told. */
    void fail(String why);

    /**
     * Waits until more than {@code position} bytes have arrived, or it is complete or failed.
     *
     * @return how many bytes have arrived
     * @throws IOException where it failed
     */
    long awaitBeyond(long position) throws IOException, InterruptedException;

    /**
     * A new channel on the bytes; also works after the commit, until another commit of that key has replaced them. Bytes
     * that arrive later can be read on it too. It costs short content its place in memory: where all of it is wanted,
     * {@link #bytes} is cheaper.
     */
    @Override
    FileChannel open() throws IOException;

    @Override
    void close();
}
