package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;

/**
 * Reads every byte of a store and reports entries that differ from what was committed (trailer, length, place and the body's
 * SHA-256) and foreign files. Changes nothing and takes no lock, so it may run beside a server; entries that the server
 * replaces meanwhile are checked in their old or new state. An unreadable file is reported as damaged, and the check
 * continues.
 */
public final class StoreCheck {
    private static final int BUFFER = 1 << 18;

    private final Path entries;
    private final Layout layout;
    private final CheckListener listener;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private long checked;
    private long bytes;
    private long damaged;

    /** A damaged file or folder, and what is wrong with it. */
    public record Damaged(Path file, String why) {}

    /**
     * The result of a check.
     *
     * @param checked how many entries were read, the damaged ones among them
     * @param bytes the length of the undamaged bodies
     * @param damaged how many files are damaged, foreign or unreadable
     */
    public record CheckSummary(long checked, long bytes, long damaged) {}

    /** Called during a check. */
    @FunctionalInterface
    public interface CheckListener {
        /** A damaged file was found. */
        void found(Damaged damaged);

        /** One more entry has been read. */
        default void read(CheckSummary soFar) {}
    }

    private StoreCheck(Path entries, CheckListener listener) {
        this.entries = entries;
        this.layout = new Layout(entries);
        this.listener = listener;
    }

    /**
     * Checks the store in {@code dataDir}, and reports each damaged entry as it is found.
     *
     * @throws IOException if it is not a data folder or has a layout of a later version
     */
    public static CheckSummary run(Path dataDir, CheckListener listener) throws IOException {
        DataFolder.checkFormat(dataDir);
        StoreCheck check = new StoreCheck(DataFolder.entries(dataDir), listener);
        check.all();
        if (Absences.count(dataDir).isEmpty()) {
            check.wrong(
                    Absences.file(dataDir),
                    "the cached \"not found\" answers are damaged: the server drops them at its next start");
        }
        return check.soFar();
    }

    /** A check for single files that reports to no listener. */
    static StoreCheck quiet(Path dataDir) {
        return new StoreCheck(DataFolder.entries(dataDir), _ -> {});
    }

    /** Whether {@code file} is undamaged or gone. */
    boolean isRight(Path file) {
        long before = damaged;
        check(file);
        return damaged == before;
    }

    private void all() throws IOException {
        if (!Files.isDirectory(entries)) {
            wrong(entries, "this folder is missing, with all entries");
            return;
        }
        Entries.visit(entries, new Entries.FileVisitor() {
            @Override
            public FileVisitResult see(Path file) {
                check(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public void foreign(Path file) {
                if (!file.equals(entries.resolve(DataFolder.PROBE))) {
                    wrong(file, "not a Breakwater file: no entry has such a name");
                }
            }

            @Override
            public void unreadable(Path at, IOException why) {
                wrong(at, "can't be read: " + DiskWrites.reason(why));
            }
        });
    }

    private void check(Path file) {
        BasicFileAttributes before = null;
        try {
            before = Files.readAttributes(file, BasicFileAttributes.class);
            read(file);
        } catch (DamagedEntry e) {
            wrong(file, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            // removed since its name was read
        } catch (IOException e) {
            wrong(file, "can't be read: " + DiskWrites.reason(e));
        }
        if (before != null) {
            LastUse.putBack(file, before);
        }
        listener.read(soFar());
    }

    private void read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            checked++;
            bytes += right(file, channel).size();
        }
    }

    private void wrong(Path file, String why) {
        damaged++;
        listener.found(new Damaged(file, why));
    }

    private CheckSummary soFar() {
        return new CheckSummary(checked, bytes, damaged);
    }

    private Trailer right(Path file, FileChannel channel) throws IOException {
        Trailer trailer = Trailer.read(channel).trailer();
        Path place = layout.file(trailer.key());
        if (!file.equals(place)) {
            throw new DamagedEntry("wrong place for the key " + trailer.key());
        }
        trailer.expect(digest(channel, trailer.size()));
        return trailer;
    }

    private Digest digest(FileChannel channel, long size) throws IOException {
        MessageDigest digest = Digest.sha256();
        for (long at = 0; at < size; ) {
            buffer.clear().limit((int) Math.min(BUFFER, size - at));
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new DamagedEntry("the body ends after " + at + " of " + size + " bytes");
            }
            digest.update(buffer.flip());
            at += count;
        }
        return Digest.of(digest);
    }
}
