package dev.breakwater.format.go.zip;

import dev.breakwater.verify.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * The entries seen in a zip, in the order of their offsets: columns instead of objects, because untrusted input decides how
 * many there are. Names are kept as bytes without the {@code module@version/} that all of them begin with.
 */
final class ZipEntries {
    private static final int DIGEST = 32;

    private int count;
    private byte[] names = new byte[1 << 12];
    private int[] nameEnds = new int[64];
    private byte[] digests = new byte[64 * DIGEST];
    private int[] offsets = new int[64];
    private int[] packed = new int[64];
    private int[] unpacked = new int[64];
    private int[] crcs = new int[64];
    /** Method above flags. */
    private int[] shapes = new int[64];

    /** Adds an entry behind all others. All numbers fit: a zip has at most {@link ZipFormat#MOST_BYTES}. */
    void add(ZipHeader header, long offset, long packedSize, ZipData data) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        if (count == nameEnds.length) {
            grow();
        }
        int from = count == 0 ? 0 : nameEnds[count - 1];
        int to = from + name.length;
        if (to > names.length) {
            names = Arrays.copyOf(names, Math.max(to, names.length * 2));
        }
        System.arraycopy(name, 0, names, from, name.length);
        System.arraycopy(data.sha256(), 0, digests, count * DIGEST, DIGEST);
        nameEnds[count] = to;
        offsets[count] = (int) offset;
        packed[count] = (int) packedSize;
        unpacked[count] = (int) data.unpacked();
        crcs[count] = (int) data.crc();
        shapes[count] = (header.method() << 16) | header.flags();
        count++;
    }

    private void grow() {
        int room = count * 2;
        nameEnds = Arrays.copyOf(nameEnds, room);
        digests = Arrays.copyOf(digests, room * DIGEST);
        offsets = Arrays.copyOf(offsets, room);
        packed = Arrays.copyOf(packed, room);
        unpacked = Arrays.copyOf(unpacked, room);
        crcs = Arrays.copyOf(crcs, room);
        shapes = Arrays.copyOf(shapes, room);
    }

    int count() {
        return count;
    }

    /** The index of the entry that begins at {@code offset}, probably {@code guess}; negative if none does. */
    int at(long offset, int guess) {
        if (guess < count && offsets[guess] == offset) {
            return guess;
        }
        return offset > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(offsets, 0, count, (int) offset);
    }

    /** Whether entry {@code i} is what the directory says of it, by the name with {@code prefix} before it. */
    boolean matches(int i, ZipDirectory.Header header, byte[] prefix) {
        int from = nameStart(i);
        byte[] name = header.name();
        return shapes[i] == ((header.method() << 16) | header.flags())
                && crcs[i] == header.crc()
                && packed[i] == header.numbers().packed()
                && unpacked[i] == header.numbers().unpacked()
                && name.length >= prefix.length
                && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length)
                && Arrays.equals(name, prefix.length, name.length, names, from, nameEnds[i]);
    }

    /** All names in one array; entry {@code i}'s goes from {@link #nameStart} to {@link #nameEnd}. */
    byte[] names() {
        return names;
    }

    int nameStart(int i) {
        return i == 0 ? 0 : nameEnds[i - 1];
    }

    int nameEnd(int i) {
        return nameEnds[i];
    }

    String text(int i) {
        return new String(names, nameStart(i), nameEnds[i] - nameStart(i), StandardCharsets.UTF_8);
    }

    /**
     * The module's hash ({@code Hash1} of golang.org/x/mod/sumdb/dirhash): over a line for each entry, in the order of
     * the names' bytes.
     */
    String h1(String prefix) {
        byte[] before = ("  " + prefix).getBytes(StandardCharsets.UTF_8);
        MessageDigest lines = Digest.sha256();
        HexFormat hex = HexFormat.of();
        for (int i : order(this::compareBytes)) {
            String digest = hex.formatHex(digests, i * DIGEST, (i + 1) * DIGEST);
            lines.update(digest.getBytes(StandardCharsets.US_ASCII));
            lines.update(before);
            lines.update(names, nameStart(i), nameEnds[i] - nameStart(i));
            lines.update((byte) '\n');
        }
        return "h1:" + Base64.getEncoder().encodeToString(lines.digest());
    }

    private int compareBytes(int i, int j) {
        return Arrays.compareUnsigned(names, nameStart(i), nameEnds[i], names, nameStart(j), nameEnds[j]);
    }

    Integer[] order(Comparator<Integer> by) {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, by);
        return order;
    }
}
