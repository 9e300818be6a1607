package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One absence as stored in the file of {@link Absences}: the payload's length and CRC-32C, four bytes each; then flags, the
 * instant in milliseconds since 1970, the lengths of the repository's name and the path; these two, and the reason.
 *
 * @param key what does not exist
 * @param reason which sources said so, as text for an operator, cut to {@link #REASON} bytes
 * @param at when it was said
 * @param near whether it is related to a stored entry
 * @param gone whether it was removed
 */
record AbsenceRecord(Key key, String reason, Instant at, boolean near, boolean gone) {
    /** The longest reason, in bytes. */
    static final int REASON = 256;

    private static final int HEAD = 8;
    private static final int FIXED = 1 + 8 + 2 + 4;
    private static final int LONGEST = 16 << 10;
    private static final int BUFFER = 64 << 10;
    private static final int NEAR = 1;
    private static final int GONE = 2;

    /** Visits each record, in order. */
    interface RecordVisitor {
        void see(AbsenceRecord record, long at, int length);
    }

    /** The key's hash: FNV-1a, 64 bits. Two keys with the same hash displace each other. */
    static long hash(Key key) {
        long hash = 0xcbf29ce484222325L;
        for (String part : new String[] {key.repository(), "/", key.path()}) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
            }
        }
        return hash;
    }

    long hash() {
        return hash(key);
    }

    /** Whether a key can stand in a record. */
    static boolean fits(Key key) {
        return key.repository().length() + key.path().length() <= LONGEST / 4;
    }

    ByteBuffer encoded() {
        byte[] repository = key.repository().getBytes(StandardCharsets.UTF_8);
        byte[] path = key.path().getBytes(StandardCharsets.UTF_8);
        byte[] why = reason.getBytes(StandardCharsets.UTF_8);
        int told = Math.min(REASON, why.length);
        int length = FIXED + repository.length + path.length + told;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + length);
        bytes.position(HEAD);
        bytes.put((byte) ((near ? NEAR : 0) | (gone ? GONE : 0)))
                .putLong(at.toEpochMilli())
                .putShort((short) repository.length)
                .putInt(path.length)
                .put(repository)
                .put(path)
                .put(why, 0, told);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), HEAD, length);
        return bytes.putInt(0, length).putInt(4, (int) crc.getValue()).flip();
    }

    /**
     * Reads the record of {@code length} bytes at {@code at}.
     *
     * @throws DamagedEntry if there is no valid record
     */
    static AbsenceRecord read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new DamagedEntry("the file ends within the record at " + at);
            }
        }
        return decoded(bytes.flip(), at);
    }

    /**
     * Reads all records.
     *
     * @return where the last whole record ends; a partial record behind it was cut off by a crash
     * @throws DamagedEntry if a record differs from what was written
     */
    static long scan(FileChannel channel, RecordVisitor visit) throws IOException {
        long size = channel.size();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
        long at = 0;
        long read = 0;
        while (true) {
            int length = buffer.remaining() < HEAD ? HEAD : HEAD + length(buffer, at);
            if (buffer.remaining() < length || length == HEAD) {
                if (read >= size) {
                    return at;
                }
                buffer.compact();
                int n = channel.read(buffer, read);
                buffer.flip();
                if (n <= 0) {
                    return at;
                }
                read += n;
                continue;
            }
            ByteBuffer record = buffer.slice(buffer.position(), length);
            visit.see(decoded(record, at), at, length);
            buffer.position(buffer.position() + length);
            at += length;
        }
    }

    private static int length(ByteBuffer bytes, long at) throws DamagedEntry {
        int length = bytes.getInt(bytes.position());
        if (length < FIXED || length > LONGEST) {
            throw new DamagedEntry("there is no valid record at " + at);
        }
        return length;
    }

    private static AbsenceRecord decoded(ByteBuffer bytes, long at) throws DamagedEntry {
        int length = length(bytes, at);
        if (HEAD + length != bytes.limit()) {
            throw new DamagedEntry("the record at " + at + " has a wrong length");
        }
        int sum = bytes.getInt(4);
        byte[] payload = new byte[length];
        bytes.get(HEAD, payload);
        CRC32C crc = new CRC32C();
        crc.update(payload);
        ByteBuffer fields = ByteBuffer.wrap(payload);
        byte flags = fields.get();
        Instant when = Instant.ofEpochMilli(fields.getLong());
        int repository = fields.getShort();
        int path = fields.getInt();
        if ((int) crc.getValue() != sum
                || repository < 0
                || path < 0
                || fields.remaining() < (long) repository + path) {
            throw new DamagedEntry("the record at " + at + " does not match its checksum");
        }
        try {
            Key key = new Key(text(fields, repository), text(fields, path));
            return new AbsenceRecord(
                    key, text(fields, fields.remaining()), when, (flags & NEAR) != 0, (flags & GONE) != 0);
        } catch (IllegalArgumentException e) {
            throw new DamagedEntry("the record at " + at + " has no key: " + e.getMessage());
        }
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The absence as an entry: its bytes are the reason. */
    Entry entry() {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        Meta meta = new Meta("text/plain; charset=utf-8", Standing.ABSENT, "witnesses", "-", at, null, false);
        return new Entry() {
            @Override
            public Key key() {
                return key;
            }

            @Override
            public Meta meta() {
                return meta;
            }

            @Override
            public Instant validated() {
                return at;
            }

            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public Digest sha256() {
                return Digest.of(bytes);
            }

            @Override
            public FileChannel open() throws IOException {
                throw new IOException("the file of \"not found\" answers is missing: " + key);
            }

            @Override
            public byte[] bytes(int limit) {
                return bytes.clone();
            }
        };
    }
}
