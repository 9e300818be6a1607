package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.Quote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The directory at a zip's end. Found the way Go's {@code archive/zip} finds it, and refused if another way would find another
 * one: the end record ends at the last byte, the directory at the end record, and nothing is in between.
 *
 * @param start where it begins
 * @param end where it ends
 * @param count how many headers it has
 */
record ZipDirectory(FileChannel zip, long start, long end, long count) {
    /** What the directory says of one entry. */
    record Header(byte[] name, int method, int flags, int crc, ZipFormat.Numbers numbers) {}

    /** Sees one header after another. */
    interface Visitor {
        void visit(Header header) throws BadZip;
    }

    private static final int LONGEST_END = 0xffff + ZipFormat.DIRECTORY_END_SIZE;
    private static final int LONGEST_HEADER = 3 * 0xffff + ZipFormat.DIRECTORY_HEADER_SIZE;

    static ZipDirectory of(FileChannel zip, long size) throws IOException, BadZip {
        long from = Math.max(0, size - LONGEST_END);
        ByteBuffer tail = read(zip, from, (int) (size - from));
        int at = tail.limit() - ZipFormat.DIRECTORY_END_SIZE;
        while (at >= 0 && tail.getInt(at) != ZipFormat.DIRECTORY_END) {
            at--;
        }
        if (at < 0) {
            throw new BadZip("is truncated: it has " + size + " bytes and no end record at their end");
        }
        if (at + ZipFormat.DIRECTORY_END_SIZE + ZipFormat.u16(tail, at + 20) != tail.limit()) {
            throw new BadZip("has data after its end record, or is truncated in it");
        }
        int disks = ZipFormat.u16(tail, at + 4) | ZipFormat.u16(tail, at + 6);
        int count = ZipFormat.u16(tail, at + 10);
        if (disks != 0 || count != ZipFormat.u16(tail, at + 8)) {
            throw new BadZip("says that it is one of several parts");
        }
        long length = ZipFormat.u32(tail, at + 12);
        long start = ZipFormat.u32(tail, at + 16);
        ZipDirectory narrow = new ZipDirectory(zip, start, start + length, count);
        // The same condition as in Go, including 0xffff for the length.
        boolean mayBeWide = count == 0xffff || length == 0xffff || start == 0xffffffffL;
        ZipDirectory directory = mayBeWide ? narrow.widened(from + at) : narrow.endingAt(from + at);
        if (directory.count > ZipFormat.MOST_ENTRIES) {
            throw new BadZip("has more than " + ZipFormat.MOST_ENTRIES + " entries");
        }
        return directory;
    }

    private ZipDirectory endingAt(long expected) throws BadZip {
        if (end != expected) {
            throw new BadZip(
                    "has a directory that ends at byte " + end + ", where its end record begins at byte " + expected);
        }
        return this;
    }

    /** With the numbers of the ZIP64 end record, if there is one. */
    private ZipDirectory widened(long endRecord) throws IOException, BadZip {
        long locatorAt = endRecord - ZipFormat.DIRECTORY_LOCATOR_64_SIZE;
        long recordAt = locatorAt - ZipFormat.DIRECTORY_END_64_SIZE;
        if (locatorAt < 0) {
            return endingAt(endRecord);
        }
        ByteBuffer locator = read(zip, locatorAt, ZipFormat.DIRECTORY_LOCATOR_64_SIZE);
        if (locator.getInt(0) != ZipFormat.DIRECTORY_LOCATOR_64) {
            return endingAt(endRecord);
        }
        if (recordAt < 0 || locator.getInt(4) != 0 || locator.getLong(8) != recordAt || locator.getInt(16) != 1) {
            throw new BadZip("has a ZIP64 locator that does not lead to the record before it");
        }
        ByteBuffer record = read(zip, recordAt, ZipFormat.DIRECTORY_END_64_SIZE);
        boolean right = record.getInt(0) == ZipFormat.DIRECTORY_END_64
                && record.getLong(4) == ZipFormat.DIRECTORY_END_64_SIZE - 12
                && record.getLong(16) == 0
                && record.getLong(24) == record.getLong(32);
        long wideCount = record.getLong(32);
        long wideLength = record.getLong(40);
        long wideStart = record.getLong(48);
        boolean agrees = (count == 0xffff || count == wideCount)
                && (start == 0xffffffffL || start == wideStart)
                && (end - start == 0xffffffffL || end - start == wideLength);
        if (!right || !agrees || wideCount < 0 || wideStart < 0 || wideLength != recordAt - wideStart) {
            throw new BadZip("has a ZIP64 end record that is malformed, or differs from the end record");
        }
        return new ZipDirectory(zip, wideStart, recordAt, wideCount);
    }

    /** Shows every header to {@code visitor}, in their order. */
    void read(Visitor visitor) throws IOException, BadZip {
        ByteBuffer window = ByteBuffer.allocate(0);
        TimeSlice pace = new TimeSlice();
        long at = start;
        for (long i = 0; i < count; i++) {
            if (window.remaining() < LONGEST_HEADER && at + window.remaining() < end) {
                window = read(zip, at, (int) Math.min(end - at, 2 * LONGEST_HEADER));
                pace.worked(window.limit());
            }
            int before = window.remaining();
            visitor.visit(header(window));
            at += before - window.remaining();
        }
        if (at != end) {
            throw new BadZip("has more in its directory than the " + count + " headers that its end record says");
        }
    }

    /** The header at the window's position, which is moved behind it. */
    private static Header header(ByteBuffer window) throws BadZip {
        int at = window.position();
        if (window.remaining() < ZipFormat.DIRECTORY_HEADER_SIZE || window.getInt(at) != ZipFormat.DIRECTORY_HEADER) {
            throw new BadZip("has fewer headers in its directory than its end record says");
        }
        int nameLength = ZipFormat.u16(window, at + 28);
        int extraLength = ZipFormat.u16(window, at + 30);
        int nameAt = at + ZipFormat.DIRECTORY_HEADER_SIZE;
        int next = nameAt + nameLength + extraLength + ZipFormat.u16(window, at + 32);
        if (next > window.limit()) {
            throw new BadZip("has a truncated directory");
        }
        byte[] name = new byte[nameLength];
        window.get(nameAt, name);
        String shown = ZipFormat.text(ByteBuffer.wrap(name));
        if (window.getShort(at + 34) != 0) {
            throw new BadZip("has the entry " + Quote.of(shown) + " in another part");
        }
        ZipFormat.Numbers narrow = new ZipFormat.Numbers(
                ZipFormat.u32(window, at + 24), ZipFormat.u32(window, at + 20), ZipFormat.u32(window, at + 42));
        ByteBuffer extra = window.slice(nameAt + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
        Header header = new Header(
                name,
                ZipFormat.u16(window, at + 10),
                ZipFormat.u16(window, at + 8),
                window.getInt(at + 16),
                ZipFormat.widen(narrow, extra, shown));
        window.position(next);
        return header;
    }

    /** {@code length} bytes from {@code from} on, all of which are there. */
    static ByteBuffer read(FileChannel zip, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (zip.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("a staged zip ends before byte " + (from + length));
            }
        }
        return bytes.flip();
    }
}
