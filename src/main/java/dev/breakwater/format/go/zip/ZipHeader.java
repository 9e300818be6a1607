package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.Quote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An entry's local header, which stands before its data.
 *
 * @param name without the {@code module@version/} before it; a folder's ends in a slash or is empty
 * @param numbers the sizes; zero or right if a descriptor follows the data
 * @param crc the checksum, likewise
 */
record ZipHeader(String name, int method, int flags, ZipFormat.Numbers numbers, long crc) {
    /** Where the header in {@code bytes} ends; at least its fixed part must be there. */
    static int end(ByteBuffer bytes) {
        return ZipFormat.LOCAL_HEADER_SIZE + ZipFormat.u16(bytes, 26) + ZipFormat.u16(bytes, 28);
    }

    /** Reads a complete header, and checks what needs no other data. */
    static ZipHeader read(ByteBuffer bytes, String prefix) throws BadZip {
        int nameLength = ZipFormat.u16(bytes, 26);
        String full = ZipFormat.text(bytes.slice(ZipFormat.LOCAL_HEADER_SIZE, nameLength));
        if (!full.startsWith(prefix)) {
            throw new BadZip(
                    "has the entry " + Quote.of(full) + ", which is not under " + Quote.of(prefix),
                    "an entry of another module");
        }
        String name = full.substring(prefix.length());
        ZipNames.check(name);
        int flags = ZipFormat.u16(bytes, 6);
        ZipFormat.checkFlags(flags, name);
        int method = ZipFormat.u16(bytes, 8);
        if (method != ZipFormat.STORED && method != ZipFormat.DEFLATED) {
            throw new BadZip("has the entry " + Quote.of(name) + " packed with method " + method
                    + "; a module zip has only 0 (stored) and 8 (deflated)");
        }
        ByteBuffer extra = bytes.slice(ZipFormat.LOCAL_HEADER_SIZE + nameLength, ZipFormat.u16(bytes, 28))
                .order(ByteOrder.LITTLE_ENDIAN);
        ZipFormat.Numbers narrow = new ZipFormat.Numbers(ZipFormat.u32(bytes, 22), ZipFormat.u32(bytes, 18), 0);
        return new ZipHeader(name, method, flags, ZipFormat.widen(narrow, extra, name), ZipFormat.u32(bytes, 14));
    }

    /** Whether sizes and checksum follow the data. */
    boolean hasDescriptor() {
        return (flags & ZipFormat.HAS_DESCRIPTOR) != 0;
    }

    boolean isFolder() {
        return name.isEmpty() || name.endsWith("/");
    }

    /** How many bytes may come out of it. */
    long most() {
        return name.equals("go.mod") || name.equals("LICENSE") ? ZipFormat.MOST_METADATA_BYTES : ZipFormat.MOST_BYTES;
    }

    /** Whether it states these sizes and this checksum. */
    boolean tells(long packed, long unpacked, long checksum) {
        return fits(numbers.packed(), packed) && fits(numbers.unpacked(), unpacked) && fits(crc, checksum);
    }

    private boolean fits(long told, long is) {
        return told == is || (hasDescriptor() && told == 0);
    }
}
