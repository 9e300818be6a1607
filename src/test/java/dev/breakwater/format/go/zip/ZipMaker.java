package dev.breakwater.format.go.zip;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, in every form that is allowed and many that are not. */
public final class ZipMaker {
    /** Where sizes and checksum of an entry stand. */
    public enum Sizes {
        IN_HEADER,
        IN_HEADER_64,
        SIGNED,
        BARE,
        SIGNED_64,
        BARE_64
    }

    /** An entry; the fields are what goes into the headers, whatever the data is. */
    public static final class Entry {
        final byte[] name;
        byte[] directoryName;
        public final byte[] packed;
        public long size;
        public int crc;
        int method;
        int flags = 0x800;
        int directoryFlags = -1;
        Sizes sizes = Sizes.IN_HEADER;
        byte[] directoryExtra = {};
        byte[] localExtra = {};
        long directorySize = -1;
        long directoryPacked = -1;
        int directoryCrcChange;
        int localCrcChange;
        long offset;
        long offsetChange;

        public Entry(String name, byte[] data, int method) {
            this(name.getBytes(StandardCharsets.UTF_8), data, method);
        }

        Entry(byte[] name, byte[] data, int method) {
            this.name = name;
            this.directoryName = name;
            this.method = method;
            this.size = data.length;
            this.packed = method == 8 ? deflate(data) : data;
            CRC32 crc32 = new CRC32();
            crc32.update(data);
            this.crc = (int) crc32.getValue();
        }

        /** One with the data of another, which is costly to pack. */
        Entry(byte[] name, Entry other) {
            this.name = name;
            this.directoryName = name;
            this.method = other.method;
            this.size = other.size;
            this.packed = other.packed;
            this.crc = other.crc;
        }

        public Entry with(Sizes form) {
            sizes = form;
            return this;
        }

        private boolean hasDescriptor() {
            return sizes != Sizes.IN_HEADER && sizes != Sizes.IN_HEADER_64;
        }

        private int allFlags() {
            return flags | (hasDescriptor() ? 8 : 0);
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Entry> entries = new ArrayList<>();
    public String comment = "";
    public boolean zip64End;
    boolean withoutEnd;
    int countChange;
    int startChange;
    UnaryOperator<List<Entry>> order = list -> list;

    public ZipMaker file(String name, String text) {
        return add(new Entry(name, text.getBytes(StandardCharsets.UTF_8), 8).with(Sizes.SIGNED));
    }

    public ZipMaker add(Entry entry) {
        entry.offset = out.size();
        entries.add(entry);
        boolean late = entry.hasDescriptor();
        boolean wide = entry.sizes == Sizes.IN_HEADER_64;
        int narrowPacked = late ? 0 : wide ? -1 : entry.packed.length;
        int narrowSize = late ? 0 : wide ? -1 : (int) entry.size;
        byte[] extra = wide ? zip64(entry.size, entry.packed.length) : entry.localExtra;
        put(buffer(30)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.allFlags())
                .putShort((short) entry.method)
                .putInt(0)
                .putInt((late ? 0 : entry.crc) + entry.localCrcChange)
                .putInt(narrowPacked)
                .putInt(narrowSize)
                .putShort((short) entry.name.length)
                .putShort((short) extra.length));
        out.writeBytes(entry.name);
        out.writeBytes(extra);
        out.writeBytes(entry.packed);
        descriptor(entry);
        return this;
    }

    ZipMaker raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private void descriptor(Entry entry) {
        switch (entry.sizes) {
            case IN_HEADER, IN_HEADER_64 -> {}
            case SIGNED ->
                put(buffer(16)
                        .putInt(0x08074b50)
                        .putInt(entry.crc)
                        .putInt(entry.packed.length)
                        .putInt((int) entry.size));
            case BARE ->
                put(buffer(12).putInt(entry.crc).putInt(entry.packed.length).putInt((int) entry.size));
            case SIGNED_64 ->
                put(buffer(24)
                        .putInt(0x08074b50)
                        .putInt(entry.crc)
                        .putLong(entry.packed.length)
                        .putLong(entry.size));
            case BARE_64 ->
                put(buffer(20).putInt(entry.crc).putLong(entry.packed.length).putLong(entry.size));
        }
    }

    public byte[] bytes() {
        int start = out.size();
        for (Entry entry : order.apply(entries)) {
            long packed = entry.directoryPacked < 0 ? entry.packed.length : entry.directoryPacked;
            long size = entry.directorySize < 0 ? entry.size : entry.directorySize;
            int flags = entry.directoryFlags < 0 ? entry.allFlags() : entry.directoryFlags;
            put(buffer(46)
                    .putInt(0x02014b50)
                    .putShort((short) 20)
                    .putShort((short) 20)
                    .putShort((short) flags)
                    .putShort((short) entry.method)
                    .putInt(0)
                    .putInt(entry.crc + entry.directoryCrcChange)
                    .putInt((int) packed)
                    .putInt((int) size)
                    .putShort((short) entry.directoryName.length)
                    .putShort((short) entry.directoryExtra.length)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt((int) (entry.offset + entry.offsetChange)));
            out.writeBytes(entry.directoryName);
            out.writeBytes(entry.directoryExtra);
        }
        if (!withoutEnd) {
            end(start);
        }
        return out.toByteArray();
    }

    private void end(int start) {
        int length = out.size() - start;
        int record = out.size();
        int count = entries.size() + countChange;
        if (zip64End) {
            put(buffer(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putInt(0x2d002d)
                    .putInt(0)
                    .putInt(0)
                    .putLong(count)
                    .putLong(count)
                    .putLong(length)
                    .putLong(start + startChange));
            put(buffer(20).putInt(0x07064b50).putInt(0).putLong(record).putInt(1));
        }
        short narrowCount = (short) (zip64End ? -1 : count);
        put(buffer(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort(narrowCount)
                .putShort(narrowCount)
                .putInt(zip64End ? -1 : length)
                .putInt(zip64End ? -1 : start + startChange)
                .putShort((short) comment.length()));
        out.writeBytes(comment.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] zip64(long size, long packed) {
        return buffer(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(size)
                .putLong(packed)
                .array();
    }

    static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(data);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer full) {
        byte[] bytes = new byte[full.capacity()];
        full.get(0, bytes);
        out.writeBytes(bytes);
    }
}
