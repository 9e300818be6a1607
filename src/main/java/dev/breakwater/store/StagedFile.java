package dev.breakwater.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file of staged content: in the data folder, or elsewhere once that can't be written. Except for writing, one thread at a
 * time may call it.
 */
final class StagedFile {
    /** Called if the data folder can't take more of a file after {@code size} bytes, with the cause. */
    @FunctionalInterface
    interface Refusal {
        void heard(IOException why, long size);
    }

    private final Overflow overflow;
    private final Refusal refusal;
    private final WriteBehind syncs = new WriteBehind();
    private volatile Path path;
    private volatile @Nullable FileChannel out;
    private volatile @Nullable IOException elsewhere;

    /** The file {@code staging}, which is created later, or one in {@code overflow}. */
    StagedFile(Path staging, Overflow overflow, Refusal refusal) {
        this.path = staging;
        this.overflow = overflow;
        this.refusal = refusal;
    }

    /** The same file again, with what is in it; created if missing. */
    void resume() throws IOException {
        try {
            out = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw DiskWrites.failed("write", path, e);
        }
    }

    /** Whether the file has been created. */
    boolean exists() {
        return out != null;
    }

    Path path() {
        return path;
    }

    /** The channel to write to; only if the file exists. */
    FileChannel channel() {
        FileChannel channel = out;
        if (channel == null) {
            throw new IllegalStateException("not created: " + path);
        }
        return channel;
    }

    /** Why it is not in the data folder; null if it is. */
    @Nullable
    IOException elsewhere() {
        return elsewhere;
    }

    /** Creates it in the data folder, and writes {@code head}. */
    void make(ByteBuffer head) throws IOException {
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            try {
                fill(file, head, 0);
                out = file;
            } catch (IOException e) {
                file.close();
                Files.deleteIfExists(path);
                throw e;
            }
        } catch (IOException e) {
            throw DiskWrites.failed("write", path, e);
        }
    }

    /** Creates it wherever there is room. */
    void makeAnywhere(ByteBuffer head) throws IOException {
        try {
            make(head.duplicate());
        } catch (IOException e) {
            move(head, 0, e);
        }
    }

    /** Writes all of {@code bytes}. Needs no lock. */
    void write(ByteBuffer bytes, long position) throws IOException {
        IOException why = elsewhere;
        if (why != null) {
            Overflow.write(path, channel(), bytes, position, why);
            return;
        }
        long end = position + bytes.remaining();
        FileChannel channel = channel();
        try {
            fill(channel, bytes, position);
            syncs.written(channel, end);
        } catch (IOException e) {
            throw DiskWrites.failed("write", path, e);
        }
    }

    /**
     * Waits until all that was written to the data folder is on the disk.
     *
     * @throws IOException if part of it can't be
     */
    void sync() throws IOException {
        syncs.complete(channel());
    }

    /** Empties it. */
    void restart() throws IOException {
        channel().truncate(0);
        syncs.restart();
    }

    /** Whether part of what was written can't be put on the disk, as far as is known; waits for a sync under way. */
    boolean isLost() {
        return syncs.hasFailed();
    }

    private static void fill(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
    }

    /** Continues elsewhere with {@code head}, or with the first {@code length} bytes of what is there. */
    void move(ByteBuffer head, long length, IOException why) throws IOException {
        FileChannel before = out;
        refusal.heard(why, before == null ? 0 : before.size());
        Path to = overflow.place(Math.max(length, head.remaining()), why);
        FileChannel next = Overflow.make(to);
        try {
            if (before == null) {
                Overflow.write(to, next, head, 0, why);
            } else {
                copy(next, length);
                before.close();
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            next.close();
            Files.deleteIfExists(to);
            throw e;
        }
        path = to;
        out = next;
        elsewhere = why;
    }

    private void copy(FileChannel to, long length) throws IOException {
        try (FileChannel from = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = 0; at < length; ) {
                at += from.transferTo(at, length - at, to.position(at));
            }
        }
    }

    /** Closes it, and removes it unless it is {@code kept}. */
    void close(boolean kept) throws IOException {
        FileChannel channel = out;
        if (channel == null) {
            return;
        }
        channel.close();
        if (!kept) {
            Files.deleteIfExists(path);
        }
    }
}
