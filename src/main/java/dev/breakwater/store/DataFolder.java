package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A data folder that this process owns until it is closed: {@code entries/}, {@code staging/}, {@code damaged/}, the
 * {@code format} that says which version of the layout it has, and the {@code lock} with the process's number.
 */
final class DataFolder implements AutoCloseable {
    private static final String FORMAT = "breakwater store 1\n";

    /** A test file, in {@code entries/} for a moment at each start. */
    static final String PROBE = ".probe";

    /**
     * The folders this process owns. The system's file lock isn't enough: it belongs to the process, and is lost as soon as
     * any channel on the lock file is closed.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    /** The same folders by the paths they were opened under, which may contain links. */
    private static final Map<Path, Path> NAMED = new ConcurrentHashMap<>();

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final Path root;
    private final Object folder;
    private final ReentrantLock taking = new ReentrantLock();
    private volatile FileChannel lock;
    private volatile Object taken;

    private DataFolder(Path root, FileChannel lock) throws IOException {
        this.root = root;
        this.lock = lock;
        this.folder = identity(root);
        this.taken = identity(lockFile(root));
    }

    private static Path lockFile(Path root) {
        return root.resolve("lock");
    }

    static Path entries(Path root) {
        return root.resolve("entries");
    }

    /** Whether this process owns {@code folder}. */
    static boolean taken(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return OURS.contains(absolute) || NAMED.containsKey(absolute);
    }

    /** Checks that {@code root} has a supported layout. */
    static void checkFormat(Path root) throws IOException {
        Optional<byte[]> format = new DurableFile(root.resolve("format")).read();
        if (format.isEmpty()) {
            throw new IOException(
                    root.toAbsolutePath() + " is not a data folder: it has no file named format; pass the folder"
                            + " of a server as --data-dir, or start the server once to create it");
        }
        String is = new String(format.get(), StandardCharsets.UTF_8);
        if (!is.equals(FORMAT)) {
            throw new IOException("the data folder " + root + " has the format '" + is.strip()
                    + "', and this version supports only '" + FORMAT.strip()
                    + "': run the version that wrote it, or set data-dir to another folder");
        }
    }

    /** Locks {@code dataDir}, and creates it if missing. */
    static DataFolder take(Path dataDir) throws IOException {
        Path root = made(dataDir);
        if (!OURS.add(root)) {
            throw new IOException("the data folder " + root + " is already open in this process");
        }
        @Nullable FileChannel lock = null;
        try {
            lock = locked(root);
            prepare(root);
            empty(root.resolve("staging"));
            NAMED.put(dataDir.toAbsolutePath().normalize(), root);
            return new DataFolder(root, lock);
        } catch (IOException | RuntimeException e) {
            if (lock != null) {
                lock.close();
            }
            OURS.remove(root);
            throw e;
        }
    }

    Path root() {
        return root;
    }

    /**
     * Checks that the folder is still the one that was locked. If it was gone, such as an unmounted disk, and is back, it is
     * locked again; so is one that was emptied. A different, empty folder is left alone: it may be the mount point of that
     * disk.
     */
    void require() throws IOException {
        if (identity(lockFile(root)).equals(taken)) {
            return;
        }
        taking.lock();
        try {
            if (!identity(lockFile(root)).equals(taken)) {
                takeAgain();
            }
        } finally {
            taking.unlock();
        }
    }

    private void takeAgain() throws IOException {
        boolean emptied = identity(root).equals(folder) && isEmpty(root);
        if (!emptied && !Files.exists(root.resolve("format"))) {
            throw new IOException("the data folder " + root + " is gone: restore it and the server recovers, or restart"
                    + " with another data-dir");
        }
        FileChannel fresh = locked(root);
        try {
            prepare(root);
            taken = identity(lockFile(root));
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        FileChannel before = lock;
        lock = fresh;
        before.close();
    }

    /** The identity of a file or folder, which differs for a replacement. */
    private static Object identity(Path file) throws IOException {
        BasicFileAttributes attributes =
                file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
        if (attributes == null) {
            return "none";
        }
        Object key = attributes.fileKey();
        return key == null ? "some" : key;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    /** Does once what every commit does. */
    void probe() throws IOException {
        probe(root);
    }

    Path entries() {
        return entries(root);
    }

    Path staging() {
        return root.resolve("staging");
    }

    Path damaged() {
        return root.resolve("damaged");
    }

    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("releasing the data folder " + root, e);
        } finally {
            NAMED.values().remove(root);
            OURS.remove(root);
        }
    }

    /** Warns if users other than the owner have access to the folder. */
    DataFolder warning(Events events) {
        PosixFileAttributeView view = Files.getFileAttributeView(root, PosixFileAttributeView.class);
        try {
            Set<PosixFilePermission> permissions =
                    view == null ? Set.of() : view.readAttributes().permissions();
            if (!OWNER.containsAll(permissions)) {
                events.publish(new Event.LogNote(
                        "store",
                        "warning: other users of this machine can access the data folder " + root + " ("
                                + PosixFilePermissions.toString(permissions)
                                + "), including private modules; run: chmod 700 "
                                + root));
            }
        } catch (IOException e) {
            events.publish(
                    new Event.LogNote("store", "can't check who has access to " + root + ": " + DiskWrites.reason(e)));
        }
        return this;
    }

    private static Path made(Path dataDir) throws IOException {
        try {
            boolean there = Files.isDirectory(dataDir);
            new DiskWrites().makeFolder(dataDir.toAbsolutePath());
            PosixFileAttributeView view = Files.getFileAttributeView(dataDir, PosixFileAttributeView.class);
            if (!there && view != null) {
                view.setPermissions(OWNER);
            }
            return dataDir.toRealPath();
        } catch (IOException e) {
            throw DiskWrites.failed("create the data folder", dataDir, e);
        }
    }

    private static FileChannel locked(Path root) throws IOException {
        Path file = lockFile(root);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw DiskWrites.failed("use the data folder", root, e);
        }
        try {
            if (channel.tryLock() == null) {
                throw new IOException("the data folder " + root + " is in use by " + holder(channel)
                        + ": stop it, or set another data-dir");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(FileChannel lock) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        lock.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static void prepare(Path root) throws IOException {
        try {
            DurableFile format = new DurableFile(root.resolve("format"));
            if (format.read().isEmpty()) {
                format.replace(FORMAT.getBytes(StandardCharsets.UTF_8));
            }
            for (String each : new String[] {"entries", "staging", "damaged"}) {
                new DiskWrites().makeFolder(root.resolve(each));
            }
            probe(root);
        } catch (IOException e) {
            throw DiskWrites.failed("use the data folder", root, e);
        }
        checkFormat(root);
    }

    private static void empty(Path staging) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(staging)) {
            for (Path each : left) {
                Files.delete(each);
            }
        }
    }

    /** Tries once what every commit does, so that a failure is reported at the start. */
    private static void probe(Path root) throws IOException {
        Path from = root.resolve("staging").resolve("probe");
        Path to = root.resolve("entries").resolve(PROBE);
        Files.write(from, new byte[] {1});
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(to);
    }
}
