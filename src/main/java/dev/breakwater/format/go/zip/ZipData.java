package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.Quote;
import dev.breakwater.verify.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries' data, one entry after the other, on its way to digest and checksum: stored data straight from the given buffer,
 * deflated data through one buffer. Sizes are counted, not taken from headers.
 */
final class ZipData {
    private static final int MEBIBYTE = 1 << 20;

    private final Inflater inflater = new Inflater(true);
    private final byte[] inflated = new byte[1 << 16];
    private final MessageDigest sha256 = Digest.sha256();
    private final CRC32 crc = new CRC32();
    private final TimeSlice pace = new TimeSlice();
    private String name = "";
    private long most;
    private long unpacked;
    private long unpackedOfAll;

    /** Frees the inflater's memory; nothing can be unpacked afterwards. */
    void close() {
        inflater.end();
    }

    /** Begins the data of another entry. */
    void begin(ZipHeader header) {
        name = header.name();
        most = header.most();
        unpacked = 0;
        crc.reset();
        sha256.reset();
        if (header.method() == ZipFormat.DEFLATED) {
            inflater.reset();
        }
    }

    /** Takes {@code length} bytes as they are. */
    void stored(ByteBuffer in, int length) throws BadZip {
        for (int left = length; left > 0; ) {
            int part = Math.min(left, MEBIBYTE);
            count(part);
            ByteBuffer slice = in.slice(in.position(), part);
            crc.update(slice);
            sha256.update(slice.rewind());
            in.position(in.position() + part);
            left -= part;
        }
    }

    /**
     * Unpacks at most {@code length} bytes; stops behind the last one that belongs to the deflated data.
     *
     * @return whether that was reached; if not, all bytes were taken
     */
    boolean deflated(ByteBuffer in, int length) throws BadZip {
        ByteBuffer part = in.slice(in.position(), length);
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
        in.position(in.position() + part.position());
        return inflater.finished();
    }

    private void count(int n) throws BadZip {
        unpacked += n;
        unpackedOfAll += n;
        if (unpacked > most) {
            throw new BadZip("has the entry " + Quote.of(name) + " with more than " + (most >> 20) + " MiB");
        }
        if (unpackedOfAll > ZipFormat.MOST_BYTES) {
            throw new BadZip("has more than " + (ZipFormat.MOST_BYTES >> 20) + " MiB unpacked");
        }
        pace.worked(n);
    }

    /** How many bytes of the current entry were unpacked so far. */
    long unpacked() {
        return unpacked;
    }

    /** Their checksum. */
    long crc() {
        return crc.getValue();
    }

    /** Their digest; finishes it. */
    byte[] sha256() {
        return sha256.digest();
    }
}
