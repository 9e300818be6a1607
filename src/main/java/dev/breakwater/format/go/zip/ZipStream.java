package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.Quote;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A streaming zip parser: reads the entries from front to back while the zip arrives, and hashes their data. It is a state
 * machine that takes the bytes in pieces of any size: headers and descriptors are gathered until they are whole, data goes from
 * the given buffer straight to the digest, or through the inflater and one buffer of 64 KiB. Entries must follow each other
 * without a gap; so the machine is done where the directory begins.
 *
 * <p>The one thing that cannot be read this way is a stored entry whose size comes after it: the machine stops there, and
 * continues with the directory as a {@link Guide} once everything has arrived.
 */
final class ZipStream {
    /** Packed sizes known before the stream reaches them. */
    interface Guide {
        Guide NONE = offset -> -1;

        /** The packed size of the entry that begins at {@code offset}; negative if it is not known. */
        long packed(long offset);
    }

    private enum ZipPosition {
        SIGNATURE,
        HEADER,
        STORED,
        DEFLATED,
        DESCRIPTOR,
        /** At the directory: no entries follow. */
        DIRECTORY,
        /** Stopped: the rest needs the directory. */
        BLIND,
        BROKEN
    }

    /** Descriptors have up to 24 bytes; the signature after it tells which of the four forms it is. */
    private static final int DESCRIPTOR_AND_SIGNATURE = 28;

    private static final ZipHeader NONE = new ZipHeader("", 0, 0, new ZipFormat.Numbers(0, 0, 0), 0);

    private final String prefix;
    private final ZipEntries entries = new ZipEntries();
    private final ZipData data = new ZipData();
    /** What has been gathered of a header, descriptor or signature. */
    private ByteBuffer gathered = ByteBuffer.allocate(1 << 9).order(ByteOrder.LITTLE_ENDIAN);

    private Guide guide = Guide.NONE;
    private ZipPosition at = ZipPosition.SIGNATURE;
    private @Nullable BadZip fault;
    /** How many bytes were taken. */
    private long position;

    // The current entry.
    private long offset;
    private ZipHeader header = NONE;
    /** How many bytes of its data remain; negative if only the data itself tells. */
    private long packedLeft;
    /** How many arrived. */
    private long packed;

    /** Of a zip in which every name begins with {@code prefix}. */
    ZipStream(String prefix) {
        this.prefix = prefix;
    }

    ZipEntries entries() {
        return entries;
    }

    long position() {
        return position;
    }

    /** Why the rest is not needed; null while there is no fault. */
    @Nullable
    String fault() {
        return fault == null ? null : fault.why();
    }

    boolean isBlind() {
        return at == ZipPosition.BLIND;
    }

    /** Frees the inflater's memory; nothing can be read afterwards. */
    void close() {
        data.close();
    }

    /** Continues where {@link #isBlind()} began: the caller repeats the bytes from {@link #position()} on. */
    void resume(Guide known) {
        guide = known;
        position = offset;
        at = ZipPosition.SIGNATURE;
        gathered.clear();
    }

    /** Takes everything from the buffer's position to its limit. */
    void update(ByteBuffer in) {
        try {
            boolean more = true;
            while (more) {
                more = step(in);
            }
        } catch (BadZip e) {
            fault = e;
            at = ZipPosition.BROKEN;
            skip(in);
        }
    }

    /** Where the directory begins, if all entries before it are right. */
    long directory() throws BadZip {
        if (fault != null) {
            throw fault;
        }
        if (at == ZipPosition.DIRECTORY) {
            return offset;
        }
        if (at == ZipPosition.BLIND) {
            throw new BadZip("has the entry " + Quote.of(header.name()) + ", which is not in its directory");
        }
        throw new BadZip(
                position == 0
                        ? "is empty"
                        : "is truncated after " + position + " bytes"
                                + (header.name().isEmpty() ? "" : ", in or after " + Quote.of(header.name())));
    }

    /** Takes one step; returns whether another one may be possible with the bytes that are there. */
    private boolean step(ByteBuffer in) throws BadZip {
        return switch (at) {
            case SIGNATURE -> signature(in);
            case HEADER -> header(in);
            case STORED -> stored(in);
            case DEFLATED -> deflated(in);
            case DESCRIPTOR -> descriptor(in);
            case DIRECTORY, BLIND, BROKEN -> skip(in);
        };
    }

    private boolean skip(ByteBuffer in) {
        position += in.remaining();
        in.position(in.limit());
        return false;
    }

    /** Gathers up to {@code wanted} bytes; returns whether they are there. */
    private boolean gather(ByteBuffer in, int wanted) {
        if (gathered.capacity() < wanted) {
            gathered =
                    ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN).put(gathered.flip());
        }
        int taken = Math.min(in.remaining(), wanted - gathered.position());
        if (taken > 0) {
            gathered.put(in.slice(in.position(), taken));
            in.position(in.position() + taken);
            position += taken;
        }
        return gathered.position() >= wanted;
    }

    private boolean signature(ByteBuffer in) throws BadZip {
        if (!gather(in, 4)) {
            return false;
        }
        offset = position - gathered.position();
        at = switch (gathered.getInt(0)) {
            case ZipFormat.LOCAL_HEADER -> ZipPosition.HEADER;
            case ZipFormat.DIRECTORY_HEADER, ZipFormat.DIRECTORY_END, ZipFormat.DIRECTORY_END_64 ->
                ZipPosition.DIRECTORY;
            default -> throw new BadZip(offset == 0 ? notAZip() : "has an invalid entry at byte " + offset);
        };
        return true;
    }

    private String notAZip() {
        String begin =
                StandardCharsets.ISO_8859_1.decode(gathered.duplicate().flip()).toString();
        return "is not a zip: it begins with " + Quote.of(begin);
    }

    private boolean header(ByteBuffer in) throws BadZip {
        if (!gather(in, ZipFormat.LOCAL_HEADER_SIZE) || !gather(in, ZipHeader.end(gathered))) {
            return false;
        }
        if (entries.count() == ZipFormat.MOST_ENTRIES) {
            throw new BadZip("has more than " + ZipFormat.MOST_ENTRIES + " entries");
        }
        header = ZipHeader.read(gathered, prefix);
        gathered.clear();
        data.begin(header);
        packed = 0;
        packedLeft =
                header.hasDescriptor() ? guide.packed(offset) : header.numbers().packed();
        at = header.method() == ZipFormat.DEFLATED
                ? ZipPosition.DEFLATED
                : packedLeft < 0 ? ZipPosition.BLIND : ZipPosition.STORED;
        // Some writers call an empty folder deflated and give it no data at all.
        if (packedLeft == 0 && header.isFolder()) {
            at = ZipPosition.STORED;
        }
        return true;
    }

    private boolean stored(ByteBuffer in) throws BadZip {
        int taken = (int) Math.min(in.remaining(), packedLeft);
        data.stored(in, taken);
        took(taken);
        return packedLeft == 0 && dataEnds();
    }

    private boolean deflated(ByteBuffer in) throws BadZip {
        int before = in.position();
        int available = packedLeft < 0 ? in.remaining() : (int) Math.min(in.remaining(), packedLeft);
        boolean finished = data.deflated(in, available);
        took(in.position() - before);
        if (finished && packedLeft <= 0) {
            return dataEnds();
        }
        // An inflater that needs a dictionary never finishes.
        if (finished || packedLeft == 0 || in.position() - before < available) {
            throw new BadZip(
                    "has the entry " + Quote.of(header.name()) + ", whose packed data is not as long as its size says");
        }
        return false;
    }

    private void took(int bytes) throws BadZip {
        position += bytes;
        if (position > ZipFormat.MOST_BYTES) {
            throw new BadZip("has more than " + (ZipFormat.MOST_BYTES >> 20) + " MiB");
        }
        packed += bytes;
        packedLeft -= packedLeft < 0 ? 0 : bytes;
    }

    private boolean dataEnds() throws BadZip {
        if (!header.tells(packed, data.unpacked(), data.crc())) {
            throw new BadZip("has the entry " + Quote.of(header.name())
                    + ", whose data has another size or checksum than its header");
        }
        at = ZipPosition.DESCRIPTOR;
        return header.hasDescriptor() || entryEnds();
    }

    private boolean descriptor(ByteBuffer in) throws BadZip {
        if (!gather(in, DESCRIPTOR_AND_SIGNATURE)) {
            return false;
        }
        // Go takes any four bytes that look like the signature for it, so a checksum must not look like it.
        int from = gathered.getInt(0) == ZipFormat.DATA_DESCRIPTOR ? 4 : 0;
        int length = descriptorEnd(from);
        if (gathered.getInt(from) != (int) data.crc() || length < 0) {
            throw new BadZip("has the entry " + Quote.of(header.name())
                    + ", whose data has another size or checksum than its descriptor");
        }
        gathered.flip().position(length);
        gathered.compact();
        return entryEnds();
    }

    /** The end of the descriptor, whose sizes have 32 or 64 bits; negative if neither is right. */
    private int descriptorEnd(int from) {
        boolean narrow = ZipFormat.u32(gathered, from + 4) == packed
                && ZipFormat.u32(gathered, from + 8) == data.unpacked()
                && isNext(gathered.getInt(from + 12));
        if (narrow) {
            return from + 12;
        }
        boolean wide = gathered.getLong(from + 4) == packed
                && gathered.getLong(from + 12) == data.unpacked()
                && isNext(gathered.getInt(from + 20));
        return wide ? from + 20 : -1;
    }

    private static boolean isNext(int signature) {
        return signature == ZipFormat.LOCAL_HEADER || signature == ZipFormat.DIRECTORY_HEADER;
    }

    private boolean entryEnds() {
        entries.add(header, offset, packed, data);
        at = ZipPosition.SIGNATURE;
        return true;
    }
}
