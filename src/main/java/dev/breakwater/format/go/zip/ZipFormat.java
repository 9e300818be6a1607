package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.Quote;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The numbers of the zip format (PKWARE's APPNOTE.TXT), and what reading its front and its end share. */
public final class ZipFormat {
    /** The most bytes a module zip may have, packed and unpacked ({@code zip.MaxZipFile} of golang.org/x/mod). */
    public static final long MOST_BYTES = 500L << 20;
    /** The most bytes its go.mod and its LICENSE may have, each. */
    static final long MOST_METADATA_BYTES = 16L << 20;
    /**
     * The most entries. Go knows no such limit; ours bounds the memory of one check (around 40 MB). The largest module
     * known has under 100,000.
     */
    static final int MOST_ENTRIES = 1 << 18;

    static final int LOCAL_HEADER = 0x04034b50;
    static final int DATA_DESCRIPTOR = 0x08074b50;
    static final int DIRECTORY_HEADER = 0x02014b50;
    static final int DIRECTORY_END = 0x06054b50;
    static final int DIRECTORY_END_64 = 0x06064b50;
    static final int DIRECTORY_LOCATOR_64 = 0x07064b50;

    static final int LOCAL_HEADER_SIZE = 30;
    static final int DIRECTORY_HEADER_SIZE = 46;
    static final int DIRECTORY_END_SIZE = 22;
    static final int DIRECTORY_END_64_SIZE = 56;
    static final int DIRECTORY_LOCATOR_64_SIZE = 20;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Sizes and checksum follow the data. */
    static final int HAS_DESCRIPTOR = 1 << 3;
    /** Compression level, descriptor, and UTF-8 names; not encryption, patches and masking. */
    private static final int KNOWN_FLAGS = (1 << 1) | (1 << 2) | HAS_DESCRIPTOR | (1 << 11);

    private static final long NOT_HERE = 0xffffffffL;
    private static final int ZIP64_FIELD = 0x0001;
    private static final int OTHER_NAME_FIELD = 0x7075;

    private ZipFormat() {}

    /** Two sizes and an offset, as far as a header has them. */
    record Numbers(long unpacked, long packed, long offset) {}

    static int u16(ByteBuffer in, int at) {
        return Short.toUnsignedInt(in.getShort(at));
    }

    static long u32(ByteBuffer in, int at) {
        return Integer.toUnsignedLong(in.getInt(at));
    }

    static void checkFlags(int flags, String name) throws BadZip {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new BadZip("has the entry " + Quote.of(name) + " with flags 0x" + Integer.toHexString(flags)
                    + ": encrypted, patched or otherwise special");
        }
    }

    /**
     * Takes the numbers that did not fit a header from its extra fields.
     *
     * @param extra the fields, from its position to its limit
     */
    static Numbers widen(Numbers numbers, ByteBuffer extra, String name) throws BadZip {
        ByteBuffer zip64 = null;
        while (extra.hasRemaining()) {
            if (extra.remaining() < 4 || extra.remaining() - 4 < u16(extra, extra.position() + 2)) {
                throw new BadZip("has the entry " + Quote.of(name) + " with truncated extra fields");
            }
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (id == OTHER_NAME_FIELD || (id == ZIP64_FIELD && zip64 != null)) {
                throw new BadZip("has the entry " + Quote.of(name) + " with two names or two sizes");
            }
            if (id == ZIP64_FIELD) {
                zip64 = extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return zip64 == null
                ? numbers
                : new Numbers(
                        wide(numbers.unpacked, zip64, name),
                        wide(numbers.packed, zip64, name),
                        wide(numbers.offset, zip64, name));
    }

    private static long wide(long number, ByteBuffer zip64, String name) throws BadZip {
        if (number != NOT_HERE) {
            return number;
        }
        long wide = zip64.remaining() < 8 ? -1 : zip64.getLong();
        if (wide < 0) {
            throw new BadZip("has the entry " + Quote.of(name) + " without a valid size in its ZIP64 field");
        }
        return wide;
    }

    /** The text of a name's bytes, which must be UTF-8, strictly. */
    static String text(ByteBuffer name) throws BadZip {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.duplicate()).toString();
        } catch (CharacterCodingException e) {
            String shown = StandardCharsets.ISO_8859_1.decode(name.duplicate()).toString();
            throw new BadZip("has an entry whose name is not UTF-8: " + Quote.of(shown));
        }
    }
}
