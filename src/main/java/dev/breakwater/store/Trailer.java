package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The trailer behind the body in an entry's file: a JSON object, then its length and its CRC-32C as four bytes each, then
 * eight bytes that say what this is. Numbers are big-endian. The length of the body in the JSON, that of the JSON and that of
 * the file must agree, so a file that was cut or grew anywhere is found out. A changed bit in a body that is short enough to
 * be read along is found too; in a longer one, only by reading all of it and comparing the SHA-256.
 *
 * @param sha256 the digest of the body
 * @param size the body's length in bytes
 */
record Trailer(Key key, Digest sha256, long size, Meta meta) {
    /** {@code BRKWTR}, and the version of this layout in two digits. */
    private static final long MAGIC = 0x42_52_4b_57_54_52_30_31L;

    private static final int FOOT = 4 + 4 + 8;

    /** One read of this much gets the whole trailer nearly always, and most lists, infos and go.mod files with it. */
    private static final int READ = 4096;

    private static final int LONGEST = 64 * 1024;

    /**
     * The content of a file's end.
     *
     * @param body the whole body, if it was short enough to be read along; else null
     */
    record Read(Trailer trailer, byte @Nullable [] body) {}

    /** The bytes to put behind the body. */
    ByteBuffer encoded() throws IOException {
        byte[] json = TrailerJson.write(this);
        if (json.length > LONGEST) {
            throw new IOException(
                    "can't store " + key + ": its metadata takes " + json.length + " bytes, more than " + LONGEST);
        }
        return ByteBuffer.allocate(json.length + FOOT)
                .put(json)
                .putInt(json.length)
                .putInt(crc(json, 0, json.length))
                .putLong(MAGIC)
                .flip();
    }

    /** Reads the trailer at the end of the entry's file; null if there is no such file. */
    static @Nullable Read read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Reads the trailer at the end of {@code file}. */
    static Read read(FileChannel file) throws IOException {
        long length = file.size();
        byte[] end = last((int) Math.min(READ, length), file, length);
        int jsonLength = jsonLength(end, length);
        if (jsonLength + FOOT > end.length) {
            end = last(jsonLength + FOOT, file, length);
        }
        int start = end.length - FOOT - jsonLength;
        if (crc(end, start, jsonLength) != ByteBuffer.wrap(end).getInt(end.length - 12)) {
            throw new DamagedEntry("the trailer's checksum is wrong");
        }
        Trailer trailer = TrailerJson.read(end, start, jsonLength);
        long body = length - FOOT - jsonLength;
        if (trailer.size != body) {
            throw new DamagedEntry("the body has " + body + " bytes instead of " + trailer.size);
        }
        if (body != start) {
            return new Read(trailer, null);
        }
        byte[] whole = Arrays.copyOf(end, start);
        trailer.expect(Digest.of(whole));
        return new Read(trailer, whole);
    }

    /** Compares {@code is}, the digest of the body in the file, with the committed one. */
    void expect(Digest is) throws DamagedEntry {
        if (!is.equals(sha256)) {
            throw new DamagedEntry(
                    "the body of " + key + " has the SHA-256 " + is.hex() + " instead of " + sha256.hex());
        }
    }

    private static int jsonLength(byte[] end, long fileLength) throws DamagedEntry {
        ByteBuffer bytes = ByteBuffer.wrap(end);
        if (end.length < FOOT || bytes.getLong(end.length - 8) != MAGIC) {
            throw new DamagedEntry("the trailer is missing: the file is truncated, or is not a Breakwater file");
        }
        int jsonLength = bytes.getInt(end.length - FOOT);
        if (jsonLength <= 0 || jsonLength > LONGEST || jsonLength + FOOT > fileLength) {
            throw new DamagedEntry("the trailer's length is " + jsonLength);
        }
        return jsonLength;
    }

    private static byte[] last(int count, FileChannel file, long length) throws IOException {
        byte[] end = new byte[count];
        ByteBuffer into = ByteBuffer.wrap(end);
        while (into.hasRemaining()) {
            if (file.read(into, length - count + into.position()) < 0) {
                throw new DamagedEntry("the file was truncated while it was read");
            }
        }
        return end;
    }

    private static int crc(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }
}
