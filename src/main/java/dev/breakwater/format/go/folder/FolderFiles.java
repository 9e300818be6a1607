package dev.breakwater.format.go.folder;

import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of a folder that {@code GOPROXY=file://…} can name, each replaced whole. Its content is untrusted: below the folder
 * no link is followed, only regular files are read or replaced, and only real folders are entered. Used by one thread.
 */
final class FolderFiles {
    /** The suffix of a new file beside the one it replaces; never a page of the protocol. */
    private static final String NEXT = ".breakwater-next";

    private static final int BUFFER = 1 << 18;

    private final Path folder;

    FolderFiles(Path folder) {
        this.folder = folder;
    }

    Path at(String path) {
        return folder.resolve(path);
    }

    /** The bytes of {@code path}; empty if there is no such file. */
    Optional<byte[]> read(String path) throws IOException {
        Path file = at(path);
        if (!regular(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readAllBytes());
        }
    }

    /**
     * The file at {@code path}, which exists.
     *
     * @throws IOException if it is not a file, or lies behind a link
     */
    Path existing(String path) throws IOException {
        Path file = at(path);
        if (!regular(file)) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    /**
     * Whether {@code file} is there.
     *
     * @throws IOException if something else is there, or a link leads to it
     */
    private boolean regular(Path file) throws IOException {
        Path at = folder;
        for (Path each : folder.relativize(file)) {
            if (!at.equals(folder) && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(at + " is not a real folder: links are not followed");
                }
                return false;
            }
            at = at.resolve(each);
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a regular file: links are not followed");
        }
        return false;
    }

    /** A new file beside {@code file}, never one that existed before. */
    private static Path next(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Path next = file.resolveSibling(file.getFileName() + NEXT);
        Files.deleteIfExists(next);
        return next;
    }

    /**
     * Makes {@code content} the file {@code path}.
     *
     * @return false if it was already
     * @throws IOException if it cannot be written, or the bytes read are not those committed
     */
    boolean write(String path, Content content) throws IOException {
        Path file = at(path);
        if (regular(file) && is(file, content)) {
            return false;
        }
        Path next = next(file);
        try (FileChannel in = content.open();
                FileChannel out = FileChannel.open(
                        next, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.WRITE)) {
            if (!copied(in, content.size(), out).equals(content.sha256())) {
                throw new IOException("its bytes changed since they were stored; run: breakwater store check --repair");
            }
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /** Makes {@code bytes} the file {@code path}; false if they were already. */
    boolean write(String path, byte[] bytes) throws IOException {
        Path file = at(path);
        if (read(path).filter(there -> Arrays.equals(there, bytes)).isPresent()) {
            return false;
        }
        Path next = next(file);
        Files.write(next, bytes, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.WRITE);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static boolean is(Path file, Content content) throws IOException {
        if (Files.size(file) != content.size()) {
            return false;
        }
        try (FileChannel there = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return digest(there, content.size()).equals(content.sha256());
        }
    }

    /** The SHA-256 of the first {@code size} bytes. */
    static Digest digest(FileChannel in, long size) throws IOException {
        return each(in, size, _ -> {});
    }

    private static Digest copied(FileChannel in, long size, FileChannel out) throws IOException {
        return each(in, size, bytes -> {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        });
    }

    private interface FilePiece {
        void take(ByteBuffer bytes) throws IOException;
    }

    private static Digest each(FileChannel in, long size, FilePiece piece) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(size, 1, BUFFER));
        for (long at = 0; at < size; ) {
            int got = in.read(buffer.clear().limit((int) Math.min(buffer.capacity(), size - at)), at);
            if (got < 0) {
                throw new IOException("is truncated after " + at + " of " + size + " bytes");
            }
            sha256.update(buffer.flip().duplicate());
            piece.take(buffer);
            at += got;
        }
        return Digest.of(sha256);
    }
}
