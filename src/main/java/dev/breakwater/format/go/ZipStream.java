package dev.breakwater.format.go;

import dev.breakwater.verify.Digest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip's entries from front to back while it arrives, hashing what is in them. It is a machine that takes any
 * cut of the bytes: headers and descriptors are gathered until they are whole, data goes from the given buffer straight
 * to the digest, or through the inflater and one buffer of 64 KiB. Entries follow each other without a gap, or it is no
 * zip of ours; so where the directory begins, the machine is done.
 *
 * <p>The one thing that cannot be read so is a stored entry whose size comes after it: then the machine stops, and goes
 * on from there with the directory as a {@link Guide} once everything has arrived.
 */
final class ZipStream {
    /** Knows packed sizes before they can be read. */
    interface Guide {
        Guide NONE = offset -> -1;

        /** The packed size of the entry that begins at {@code offset}; negative where it is not known. */
        long packed(long offset);
    }

    private enum At {
        SIGNATURE,
        HEADER,
        NAME,
        STORED,
        DEFLATED,
        DESCRIPTOR,
        /** Everything else is the directory's. */
        DIRECTORY,
        /** Nothing can be told before everything has arrived. */
        BLIND,
        BROKEN
    }

    /** Descriptors have up to 24 bytes; which of the four forms it is shows the signature behind it. */
    private static final int DESCRIPTOR_AND_SIGNATURE = 28;

    private static final int MEBIBYTE = 1 << 20;

    private final String prefix;
    private final ZipEntries entries = new ZipEntries();
    private final Inflater inflater = new Inflater(true);
    private final byte[] inflated = new byte[1 << 16];
    private final MessageDigest sha256 = Digest.sha256();
    private final CRC32 crc = new CRC32();
    /** What has been gathered of a header, descriptor or signature. */
    private ByteBuffer gathered = ByteBuffer.allocate(1 << 9).order(ByteOrder.LITTLE_ENDIAN);

    private Guide guide = Guide.NONE;
    private At at = At.SIGNATURE;
    private @Nullable String fault;
    /** How many bytes were taken. */
    private long position;
    /** How many came out of all entries so far. */
    private long unpackedOfAll;

    private final Pace pace = new Pace();

    // The entry at hand.
    private long offset;
    private int flags;
    private int method;
    private long toldCrc;
    private ZipFormat.Numbers told = new ZipFormat.Numbers(0, 0, 0);
    private String name = "";
    private byte[] nameBytes = {};
    private long most;
    private long packedLeft;
    private long packed;
    private long unpacked;

    /** Where every name begins with {@code prefix}. */
    ZipStream(String prefix) {
        this.prefix = prefix;
    }

    ZipEntries entries() {
        return entries;
    }

    long position() {
        return position;
    }

    /** Why nothing more need arrive; nothing while all is well. */
    @Nullable
    String fault() {
        return fault;
    }

    boolean isBlind() {
        return at == At.BLIND;
    }

    /** Gives the inflater's memory back; nothing more can be read. */
    void close() {
        inflater.end();
    }

    /** Goes on where {@link #isBlind()} began: the bytes from {@link #position()} on come once more. */
    void resume(Guide known) {
        guide = known;
        position = offset;
        at = At.SIGNATURE;
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
            fault = e.why();
            at = At.BROKEN;
            skip(in);
        }
    }

    /** Where the directory begins, all entries before it being right. */
    long directory() throws BadZip {
        if (fault != null) {
            throw new BadZip(fault);
        }
        if (at == At.DIRECTORY) {
            return offset;
        }
        if (at == At.BLIND) {
            throw new BadZip("has the entry " + Quote.of(name) + ", which its directory does not know");
        }
        throw new BadZip(
                position == 0
                        ? "is empty"
                        : "breaks off after " + position + " bytes"
                                + (name.isEmpty() ? "" : ", in or after " + Quote.of(name)));
    }

    /** One step; whether another one may be possible with what is there. */
    private boolean step(ByteBuffer in) throws BadZip {
        return switch (at) {
            case SIGNATURE -> signature(in);
            case HEADER -> header(in);
            case NAME -> name(in);
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

    /** Gathers up to {@code wanted} bytes; whether they are there. */
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
            case ZipFormat.LOCAL_HEADER -> At.HEADER;
            case ZipFormat.DIRECTORY_HEADER, ZipFormat.DIRECTORY_END, ZipFormat.DIRECTORY_END_64 -> At.DIRECTORY;
            default -> throw new BadZip(offset == 0 ? notAZip() : "has something that is no entry at byte " + offset);
        };
        return true;
    }

    private String notAZip() {
        String begin =
                StandardCharsets.ISO_8859_1.decode(gathered.duplicate().flip()).toString();
        return "is no zip: it begins with " + Quote.of(begin);
    }

    private boolean header(ByteBuffer in) throws BadZip {
        if (!gather(in, ZipFormat.LOCAL_HEADER_SIZE)) {
            return false;
        }
        if (entries.count() == ZipFormat.MOST_ENTRIES) {
            throw new BadZip("has more than " + ZipFormat.MOST_ENTRIES + " entries");
        }
        flags = ZipFormat.u16(gathered, 6);
        method = ZipFormat.u16(gathered, 8);
        toldCrc = ZipFormat.u32(gathered, 14);
        told = new ZipFormat.Numbers(ZipFormat.u32(gathered, 22), ZipFormat.u32(gathered, 18), 0);
        at = At.NAME;
        return true;
    }

    private boolean name(ByteBuffer in) throws BadZip {
        int nameLength = ZipFormat.u16(gathered, 26);
        int end = ZipFormat.LOCAL_HEADER_SIZE + nameLength + ZipFormat.u16(gathered, 28);
        if (!gather(in, end)) {
            return false;
        }
        ByteBuffer bytes = gathered.slice(ZipFormat.LOCAL_HEADER_SIZE, nameLength);
        String full = ZipFormat.text(bytes);
        if (!full.startsWith(prefix)) {
            throw new BadZip("has the entry " + Quote.of(full) + ", which is not under " + Quote.of(prefix));
        }
        name = full.substring(prefix.length());
        ZipNames.check(name);
        nameBytes = name.getBytes(StandardCharsets.UTF_8);
        ZipFormat.checkFlags(flags, name);
        int extraFrom = ZipFormat.LOCAL_HEADER_SIZE + nameLength;
        ByteBuffer extra = gathered.slice(extraFrom, end - extraFrom).order(ByteOrder.LITTLE_ENDIAN);
        told = ZipFormat.widen(told, extra, name);
        most = name.equals("go.mod") || name.equals("LICENSE") ? ZipFormat.MOST_METADATA_BYTES : ZipFormat.MOST_BYTES;
        gathered.clear();
        open();
        return true;
    }

    private void open() throws BadZip {
        packed = 0;
        unpacked = 0;
        crc.reset();
        sha256.reset();
        packedLeft = hasDescriptor() ? guide.packed(offset) : told.packed();
        switch (method) {
            case ZipFormat.STORED -> at = packedLeft < 0 ? At.BLIND : At.STORED;
            case ZipFormat.DEFLATED -> {
                inflater.reset();
                // Without a guide the deflated data itself says where it ends.
                at = At.DEFLATED;
            }
            default ->
                throw new BadZip("has the entry " + Quote.of(name) + " packed with method " + method
                        + "; a module zip has only 0 (stored) and 8 (deflated)");
        }
        // Some writers call an empty folder deflated and give it no data at all.
        if (at == At.DEFLATED && packedLeft == 0 && (name.endsWith("/") || name.isEmpty())) {
            at = At.STORED;
        }
    }

    private boolean hasDescriptor() {
        return (flags & ZipFormat.HAS_DESCRIPTOR) != 0;
    }

    private boolean stored(ByteBuffer in) throws BadZip {
        int taken = (int) Math.min(in.remaining(), packedLeft);
        while (taken > 0) {
            int part = Math.min(taken, MEBIBYTE);
            count(part);
            ByteBuffer slice = in.slice(in.position(), part);
            crc.update(slice);
            sha256.update(slice.rewind());
            in.position(in.position() + part);
            taken -= part;
            position += part;
            packed += part;
            packedLeft -= part;
        }
        return packedLeft == 0 && dataEnds();
    }

    private boolean deflated(ByteBuffer in) throws BadZip {
        int available = packedLeft < 0 ? in.remaining() : (int) Math.min(in.remaining(), packedLeft);
        ByteBuffer part = in.slice(in.position(), available);
        inflater.setInput(part);
        try {
            int n;
            do {
                n = inflater.inflate(inflated);
                count(n);
                crc.update(inflated, 0, n);
                sha256.update(inflated, 0, n);
            } while (n > 0 && !inflater.finished());
        } catch (DataFormatException e) {
            throw new BadZip("has the entry " + Quote.of(name) + ", which cannot be unpacked: " + e.getMessage());
        }
        int taken = part.position();
        in.position(in.position() + taken);
        position += taken;
        packed += taken;
        packedLeft -= packedLeft < 0 ? 0 : taken;
        boolean exhausted = packedLeft == 0;
        if (inflater.finished() && (packedLeft < 0 || exhausted)) {
            return dataEnds();
        }
        if (inflater.finished() || exhausted || inflater.needsDictionary()) {
            throw new BadZip("has the entry " + Quote.of(name) + ", whose packed data is not as long as its size says");
        }
        return false;
    }

    /** Counts what comes out of the entry. */
    private void count(int n) throws BadZip {
        unpacked += n;
        unpackedOfAll += n;
        if (unpacked > most) {
            throw new BadZip("has the entry " + Quote.of(name) + " with more than " + (most >> 20) + " MiB");
        }
        if (unpackedOfAll > ZipFormat.MOST_BYTES || position > ZipFormat.MOST_BYTES) {
            throw new BadZip("has more than " + (ZipFormat.MOST_BYTES >> 20) + " MiB, packed or unpacked");
        }
        pace.worked(n);
    }

    private boolean dataEnds() throws BadZip {
        if (hasDescriptor()) {
            // Descriptors follow; a header may already say the same or nothing.
            checkTold(true);
            at = At.DESCRIPTOR;
            return true;
        }
        checkTold(false);
        return entryEnds();
    }

    private void checkTold(boolean mayBeZero) throws BadZip {
        boolean right = fits(told.packed(), packed, mayBeZero)
                && fits(told.unpacked(), unpacked, mayBeZero)
                && fits(toldCrc, crc.getValue(), mayBeZero);
        if (!right) {
            throw new BadZip(
                    "has the entry " + Quote.of(name) + ", whose data has another size or checksum than its header");
        }
    }

    private static boolean fits(long told, long is, boolean mayBeZero) {
        return told == is || (mayBeZero && told == 0);
    }

    private boolean descriptor(ByteBuffer in) throws BadZip {
        if (!gather(in, DESCRIPTOR_AND_SIGNATURE)) {
            return false;
        }
        // Go takes four bytes that look like the signature for it, so that no checksum can look so.
        int from = gathered.getInt(0) == ZipFormat.DATA_DESCRIPTOR ? 4 : 0;
        int length = descriptorEnd(from);
        if (gathered.getInt(from) != (int) crc.getValue() || length < 0) {
            throw new BadZip("has the entry " + Quote.of(name)
                    + ", whose data has another size or checksum than the descriptor behind it");
        }
        gathered.flip().position(length);
        gathered.compact();
        return entryEnds();
    }

    /** Where the descriptor ends whose sizes have 32 or 64 bits; negative where neither is right. */
    private int descriptorEnd(int from) {
        boolean narrow = ZipFormat.u32(gathered, from + 4) == packed
                && ZipFormat.u32(gathered, from + 8) == unpacked
                && isNext(gathered.getInt(from + 12));
        if (narrow) {
            return from + 12;
        }
        boolean wide = gathered.getLong(from + 4) == packed
                && gathered.getLong(from + 12) == unpacked
                && isNext(gathered.getInt(from + 20));
        return wide ? from + 20 : -1;
    }

    private static boolean isNext(int signature) {
        return signature == ZipFormat.LOCAL_HEADER || signature == ZipFormat.DIRECTORY_HEADER;
    }

    private boolean entryEnds() {
        entries.add(nameBytes, offset, method, flags, (int) crc.getValue(), packed, unpacked, sha256);
        at = At.SIGNATURE;
        return true;
    }
}
