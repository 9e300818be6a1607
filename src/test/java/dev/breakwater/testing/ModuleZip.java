package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes module zips as the go command does (golang.org/x/mod/zip over archive/zip): every name under
 * {@code module@version/}, deflated, sizes in a data descriptor behind the bytes, no times, no extra fields. Written out
 * by hand, independent of the product.
 */
final class ModuleZip {
    private static final int DESCRIPTOR_FOLLOWS = 0x8;
    private static final int UTF8 = 0x800;
    private static final int DEFLATED = 8;
    private static final int VERSION = 20;

    private final List<Blob> parts = new ArrayList<>();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final String prefix;
    private long offset;
    private int entries;

    private ModuleZip(String prefix) {
        this.prefix = prefix;
    }

    /**
     * The zip of {@code files}, and of {@code noise} as one more file {@code noise.bin}, which cannot be compressed and is
     * made while it is read. The {@link Deflater} level changes the bytes, not the h1.
     */
    static Blob of(String module, String version, SortedMap<String, byte[]> files, int level, @Nullable Noise noise) {
        ModuleZip zip = new ModuleZip(module + "@" + version + "/");
        files.forEach((name, bytes) -> zip.add(name, bytes, level));
        if (noise != null) {
            zip.add("noise.bin", new StoredBlocks(noise), noise.sums().crc(), noise.size());
        }
        return zip.finish();
    }

    private void add(String name, byte[] bytes, int level) {
        add(name, Blob.of(deflate(bytes, level)), crc(bytes), bytes.length);
    }

    private void add(String name, Blob packed, long crc, long size) {
        byte[] full = (prefix + name).getBytes(StandardCharsets.UTF_8);
        int flags = DESCRIPTOR_FOLLOWS | (full.length == prefix.length() + name.length() ? 0 : UTF8);
        byte[] header = little(30 + full.length)
                .putInt(0x04034b50)
                .putShort((short) VERSION)
                .putShort((short) flags)
                .putShort((short) DEFLATED)
                .position(26)
                .putShort((short) full.length)
                .position(30)
                .put(full)
                .array();
        byte[] descriptor = little(16)
                .putInt(0x08074b50)
                .putInt((int) crc)
                .putInt((int) packed.size())
                .putInt((int) size)
                .array();
        directory.writeBytes(little(46 + full.length)
                .putInt(0x02014b50)
                .putShort((short) VERSION)
                .putShort((short) VERSION)
                .putShort((short) flags)
                .putShort((short) DEFLATED)
                .position(16)
                .putInt((int) crc)
                .putInt((int) packed.size())
                .putInt((int) size)
                .putShort((short) full.length)
                .position(42)
                .putInt((int) offset)
                .put(full)
                .array());
        parts.add(Blob.of(header));
        parts.add(packed);
        parts.add(Blob.of(descriptor));
        offset += header.length + packed.size() + descriptor.length;
        entries++;
    }

    private Blob finish() {
        byte[] end = little(22)
                .putInt(0x06054b50)
                .position(8)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directory.size())
                .putInt((int) offset)
                .array();
        parts.add(Blob.of(directory.toByteArray()));
        parts.add(Blob.of(end));
        Blob zip = Blob.of(List.copyOf(parts));
        return zip.size() > 1 << 20 ? zip : Blob.of(zip.bytes());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] bytes, int level) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(level, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                packed.write(chunk, 0, deflater.deflate(chunk));
            }
        }
        return packed.toByteArray();
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
