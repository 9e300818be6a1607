package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.Consumer;

/**
 * Reads every byte of a store and says which entries are not what was committed: trailer, length, place and the body's
 * SHA-256. Changes nothing and takes no lock, so it may run beside a server; what that replaces meanwhile is checked as
 * it was or as it is.
 */
public final class StoreCheck {
    private static final int BUFFER = 1 << 18;

    private final Layout layout;
    private final Consumer<Damaged> tell;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private long checked;
    private long bytes;
    private long damaged;

    /** An entry that is not what was committed, and in what. */
    public record Damaged(Path file, String why) {}

    /**
     * What a check found.
     *
     * @param checked how many entries were read, the damaged ones among them
     * @param bytes the length of the bodies of those that are right
     * @param damaged how many are damaged
     */
    public record Summary(long checked, long bytes, long damaged) {}

    private StoreCheck(Layout layout, Consumer<Damaged> tell) {
        this.layout = layout;
        this.tell = tell;
    }

    /**
     * Checks the store in {@code dataDir}, and tells of each damaged entry as it is found.
     *
     * @throws IOException where it is no data folder, has a layout of a later version or cannot be read
     */
    public static Summary run(Path dataDir, Consumer<Damaged> tell) throws IOException {
        DataFolder.checkFormat(dataDir);
        Path entries = DataFolder.entries(dataDir);
        StoreCheck check = new StoreCheck(new Layout(entries), tell);
        Entries.visit(entries, (file, attributes) -> {
            check.see(file);
            return FileVisitResult.CONTINUE;
        });
        return new Summary(check.checked, check.bytes, check.damaged);
    }

    private void see(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            checked++;
            bytes += right(file, channel).size();
        } catch (DamagedEntry e) {
            damaged++;
            tell.accept(new Damaged(file, String.valueOf(e.getMessage())));
        } catch (NoSuchFileException e) {
            // removed since its name was read
        } catch (IOException e) {
            throw Disk.failed("read", file, e);
        }
    }

    private Trailer right(Path file, FileChannel channel) throws IOException {
        Trailer trailer = Trailer.read(channel).trailer();
        Path place = layout.file(trailer.key());
        if (!file.equals(place)) {
            throw new DamagedEntry("this is the place of another key than " + trailer.key());
        }
        Digest is = digest(channel, trailer.size());
        if (!is.equals(trailer.sha256())) {
            throw new DamagedEntry("the body of " + trailer.key() + " has the SHA-256 " + is.hex() + " instead of "
                    + trailer.sha256().hex());
        }
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
