package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Temporary space for arriving content if the data folder can't be written: on another file system, the temporary folder's or
 * memory, of which a quarter is left to other programs. The server serves it from there, verified, and never stores it.
 */
final class Overflow implements AutoCloseable {
    private final List<Path> places;
    private final Path root;
    private final String prefix;
    private final AtomicLong names = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, Path> folders = new HashMap<>();

    /**
     * For the locked data folder {@code root}, in the {@code places} that are on another file system. Removes what a killed
     * process left there.
     */
    Overflow(Path root, List<Path> places) {
        this.root = root;
        this.places = places;
        this.prefix = "breakwater-"
                + Digest.of(root.toString().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, 16) + "-";
        places.forEach(this::sweep);
    }

    /** The temporary folder, and memory where the system shows it as a folder. */
    static List<Path> usual() {
        return List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"));
    }

    /** A new file with room for {@code size} bytes and more; throws {@code why}, the data folder's failure, if there is none. */
    Path place(long size, IOException why) throws IOException {
        for (Path place : places) {
            try {
                if (Files.isDirectory(place) && isElsewhere(place) && room(place, size)) {
                    return folder(place).resolve(Long.toString(names.incrementAndGet()));
                }
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
        throw why;
    }

    /** Writes all of {@code bytes}, as long as there is room. */
    static void write(Path file, FileChannel channel, ByteBuffer bytes, long position, IOException why)
            throws IOException {
        if (!room(file, bytes.remaining())) {
            throw why;
        }
        for (long at = position; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    static FileChannel make(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private boolean isElsewhere(Path place) throws IOException {
        // if the data folder is gone, every place is on another file system
        return !Files.isDirectory(root) || !Files.getFileStore(place).equals(Files.getFileStore(root));
    }

    private static boolean room(Path at, long size) throws IOException {
        FileStore disk = Files.getFileStore(at);
        return disk.getUsableSpace() - size > disk.getTotalSpace() / 4;
    }

    /** A new folder in {@code place} that no other user may enter. */
    private Path folder(Path place) throws IOException {
        lock.lock();
        try {
            Path known = folders.get(place);
            if (known != null && Files.isDirectory(known)) {
                return known;
            }
            Path made = Files.createTempDirectory(place, prefix);
            folders.put(place, made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    private void sweep(Path place) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(place, prefix + "*")) {
            String user = ProcessHandle.current().info().user().orElse("");
            for (Path each : left) {
                // leave another user's folder alone: it may link anywhere
                if (Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
                    remove(each);
                }
            }
        } catch (IOException e) {
            // there is no such place, or it isn't readable: nothing of this process is left there
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            for (Path each : folders.values()) {
                remove(each);
            }
        } catch (IOException e) {
            // the next start removes it
        } finally {
            lock.unlock();
        }
    }
}
