package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Staged content: in memory while it is short and no caller asks for a channel, then in its own file. Its commit turns that
 * very file into the entry. If the data folder can't be written, it continues in {@link Overflow}; then it can be read but not
 * committed.
 *
 * <p>The lock guards where the bytes are and which readers to wake; writing and syncing happen without it, so a slow disk
 * doesn't block a reader that has bytes to read.
 */
final class FileStaged implements Staged {
    /** Up to here content stays in memory: most infos, lists and go.mod files, of which there are many at once. */
    static final int SHORT = 16 * 1024;

    private static final byte[] NOTHING = {};

    /** Gets content back that was not committed, when it is closed: it continues later. */
    @FunctionalInterface
    interface Keeper {
        /**
         * Gets the digest of the {@code arrived} bytes that are in the file, or null if the file must be read for both;
         * {@code committed} if the file is an entry now.
         */
        void closed(@Nullable MessageDigest digest, long arrived, boolean committed);
    }

    private final StagedFile file;
    private final MessageDigest digest;
    private final @Nullable Keeper keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** What has arrived, if all of it is in memory; longer while it grows. */
    private volatile byte[] head = NOTHING;

    private @Nullable FileEntry committed;
    private boolean released;
    private boolean closed;
    private boolean sealed;
    private volatile long arrived;
    private volatile @Nullable Digest whole;
    private volatile @Nullable String failure;

    /**
     * Content that goes to the file {@code staging} if it needs one, or to {@code overflow} if that fails; then
     * {@code refusal} gets the cause.
     */
    FileStaged(Path staging, Overflow overflow, StagedFile.Refusal refusal) {
        this.file = new StagedFile(staging, overflow, refusal);
        this.digest = Digest.sha256();
        this.keeper = null;
    }

    /**
     * Content that continues: its first {@code arrived} bytes are in {@code file}, and have the digest of {@code digest}. It stays
     * in that file, also when it is closed: then {@code keeper} has it.
     */
    FileStaged(StagedFile file, MessageDigest digest, long arrived, Keeper keeper) {
        this.file = file;
        this.digest = digest;
        this.arrived = arrived;
        this.keeper = keeper;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        if (whole != null) {
            throw new IllegalStateException("written to after it was complete");
        }
        ByteBuffer same = bytes.duplicate();
        if (!remembered(bytes)) {
            long before = arrived;
            long after = before + bytes.remaining();
            append(bytes, before);
            head = NOTHING;
            arrived(after);
        }
        digest.update(same);
    }

    /** Appends {@code bytes} in memory, if all is in memory and it stays short. */
    private boolean remembered(ByteBuffer bytes) {
        lock.lock();
        try {
            if (file.exists() || arrived + bytes.remaining() > SHORT) {
                return false;
            }
            int from = (int) arrived;
            int to = from + bytes.remaining();
            if (to > head.length) {
                head = Arrays.copyOf(head, from == 0 ? to : Math.min(SHORT, Math.max(2 * from, to)));
            }
            bytes.get(head, from, to - from);
            arrived(to);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void arrived(long count) {
        lock.lock();
        try {
            arrived = count;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void append(ByteBuffer bytes, long position) throws IOException {
        make();
        int from = bytes.position();
        try {
            file.write(bytes, position);
        } catch (IOException e) {
            move(e);
            file.write(bytes.position(from), position);
        }
    }

    /** Creates the file with what was in memory, if there is none yet. */
    private void make() throws IOException {
        lock.lock();
        try {
            notClosed();
            if (!file.exists()) {
                file.makeAnywhere(memory());
            }
        } finally {
            lock.unlock();
        }
    }

    private void move(IOException why) throws IOException {
        lock.lock();
        try {
            if (closed || file.elsewhere() != null || keeper != null) {
                throw why;
            }
            file.move(ByteBuffer.allocate(0), arrived, why);
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer memory() {
        return ByteBuffer.wrap(head, 0, (int) arrived);
    }

    private void notClosed() throws IOException {
        if (closed) {
            throw new IOException("the staged content was discarded");
        }
    }

    @Override
    public void restart() throws IOException {
        lock.lock();
        try {
            if (released || committed != null) {
                throw new IllegalStateException("can't start over: a reader already has bytes, or it is committed");
            }
            whole = null;
            digest.reset();
            arrived = 0;
            if (file.exists()) {
                file.restart();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long arrived() {
        return arrived;
    }

    @Override
    public void released() {
        lock.lock();
        try {
            released = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void complete() {
        lock.lock();
        try {
            whole = keeper == null ? Digest.of(digest) : sha256();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fail(String why) {
        lock.lock();
        try {
            failure = why;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long awaitBeyond(long position) throws IOException, InterruptedException {
        if (settled(position)) {
            return arrived;
        }
        lock.lock();
        try {
            while (!settled(position)) {
                moved.await();
            }
            return arrived;
        } finally {
            lock.unlock();
        }
    }

    private boolean settled(long position) throws IOException {
        String why = failure;
        if (why != null) {
            throw new IOException(why);
        }
        return arrived > position || whole != null;
    }

    @Override
    public long size() {
        return arrived;
    }

    @Override
    public Digest sha256() {
        Digest known = whole;
        if (known != null) {
            return known;
        }
        try {
            return Digest.of((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK's SHA-256 can be copied", e);
        }
    }

    @Override
    public FileChannel open() throws IOException {
        lock.lock();
        try {
            if (committed != null) {
                return committed.open();
            }
            make();
            return FileChannel.open(file.path(), StandardOpenOption.READ);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
        byte[] remembered = arrived <= limit ? remembered() : null;
        return remembered == null ? Staged.super.bytes(limit) : remembered;
    }

    @Override
    public InputStream stream() throws IOException {
        byte[] remembered = remembered();
        return remembered == null ? Staged.super.stream() : new ByteArrayInputStream(remembered);
    }

    /** All that has arrived, if it is in memory. */
    private byte @Nullable [] remembered() {
        lock.lock();
        try {
            return arrived <= head.length ? Arrays.copyOf(head, (int) arrived) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything has arrived, nothing went wrong since, and it has not been committed yet. */
    boolean isReady() {
        lock.lock();
        try {
            return whole != null && failure == null && committed == null;
        } finally {
            lock.unlock();
        }
    }

    /** Why it can be read but not committed: the failure of the data folder. Null if it can be committed. */
    @Nullable
    IOException elsewhere() {
        return file.elsewhere();
    }

    /** Puts {@code trailer} behind the content, sets both times of the file, and waits until all of it is on the disk. */
    void seal(ByteBuffer trailer, FileTime now) throws IOException {
        FileChannel channel = own();
        if (sealed) {
            channel.truncate(arrived); // an attempt that failed may have left a longer trailer
        }
        sealed = true;
        file.write(trailer, arrived);
        Files.getFileAttributeView(file.path(), BasicFileAttributeView.class).setTimes(now, now, null);
        file.sync();
    }

    /** Its file in the data folder, ready to be committed. */
    private FileChannel own() throws IOException {
        lock.lock();
        try {
            notClosed();
            if (!file.exists()) {
                file.make(memory());
            }
            return file.channel();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the sealed file to {@code entry}, and replaces a file that is there. */
    void become(FileEntry entry) throws IOException {
        lock.lock();
        try {
            Files.move(file.path(), entry.file(), StandardCopyOption.ATOMIC_MOVE);
            committed = entry;
        } finally {
            lock.unlock();
        }
    }

    private void keep() throws IOException {
        if (keeper == null) {
            file.close(committed != null);
            return;
        }
        MessageDigest known = null;
        try {
            if (committed == null) {
                cutOff();
            }
            file.close(true);
            known = digest;
        } finally {
            keeper.closed(known, arrived, committed != null);
        }
    }

    /** Leaves in the file what has arrived, and nothing of a write or a commit that failed. */
    private void cutOff() throws IOException {
        if (file.isLost()) {
            digest.reset();
            arrived = 0;
        }
        if (file.channel().size() > arrived) {
            file.channel().truncate(arrived);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (whole == null && failure == null) {
                failure = "the staged content was discarded";
            }
            moved.signalAll();
            keep();
        } catch (IOException e) {
            // the file stays until the next start, which empties the folder
            failure = "closing " + file.path() + ": " + e.getMessage();
        } finally {
            lock.unlock();
        }
    }
}
