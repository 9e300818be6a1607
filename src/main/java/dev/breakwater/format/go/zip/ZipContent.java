package dev.breakwater.format.go.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads one small file from a module zip that {@link ModuleZip} has found well formed. */
public final class ZipContent {
    private ZipContent() {}

    /**
     * The bytes of the entry {@code name}; null if there is none.
     *
     * @throws IOException if the zip cannot be read, or is malformed after all
     */
    public static byte @Nullable [] of(FileChannel zip, long size, String name) throws IOException {
        ZipDirectory.Header[] found = new ZipDirectory.Header[1];
        try {
            ZipDirectory.of(zip, size).read(header -> {
                if (new String(header.name(), StandardCharsets.UTF_8).equals(name)) {
                    found[0] = header;
                }
            });
        } catch (BadZip e) {
            throw new IOException("a zip that passed its check " + e.why(), e);
        }
        return found[0] == null ? null : unpacked(zip, found[0]);
    }

    private static byte[] unpacked(FileChannel zip, ZipDirectory.Header header) throws IOException {
        ZipFormat.Numbers numbers = header.numbers();
        if (numbers.unpacked() > ZipFormat.MOST_METADATA_BYTES
                || numbers.packed() > 2 * ZipFormat.MOST_METADATA_BYTES) {
            throw new IOException("an entry of " + numbers.unpacked() + " bytes is too large for memory");
        }
        ByteBuffer local = ZipDirectory.read(zip, numbers.offset(), ZipFormat.LOCAL_HEADER_SIZE);
        ByteBuffer packed = ZipDirectory.read(zip, numbers.offset() + ZipHeader.end(local), (int) numbers.packed());
        if (header.method() == ZipFormat.STORED) {
            byte[] plain = new byte[packed.remaining()];
            packed.get(plain);
            return plain;
        }
        byte[] unpacked = new byte[(int) numbers.unpacked()];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            int length = 0;
            while (length < unpacked.length) {
                int more = inflater.inflate(unpacked, length, unpacked.length - length);
                if (more == 0) {
                    throw new IOException("an entry ends early");
                }
                length += more;
            }
        } catch (DataFormatException e) {
            throw new IOException("an entry cannot be unpacked", e);
        }
        return unpacked;
    }
}
