package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Bytes of a known length that can be written from any offset, and need not all be in memory. Immutable. */
public interface Blob {
    /** How many bytes. */
    long size();

    /** Writes the bytes {@code [from, to)}. */
    void writeTo(OutputStream out, long from, long to) throws IOException;

    /** These bytes. */
    static Blob of(byte[] bytes) {
        return new Blob() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out, long from, long to) throws IOException {
                out.write(bytes, (int) from, (int) (to - from));
            }
        };
    }

    /** All of {@code parts}, one after the other. */
    static Blob of(List<Blob> parts) {
        long size = parts.stream().mapToLong(Blob::size).sum();
        return new Blob() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void writeTo(OutputStream out, long from, long to) throws IOException {
                long start = 0;
                for (Blob part : parts) {
                    long first = Math.max(from - start, 0);
                    long end = Math.min(to - start, part.size());
                    if (first < end) {
                        part.writeTo(out, first, end);
                    }
                    start += part.size();
                }
            }
        };
    }

    /** The bytes {@code [from, to)} of it. */
    default Blob slice(long from, long to) {
        Blob whole = this;
        return new Blob() {
            @Override
            public long size() {
                return to - from;
            }

            @Override
            public void writeTo(OutputStream out, long first, long end) throws IOException {
                whole.writeTo(out, from + first, from + end);
            }
        };
    }

    /** The same with one bit, the lowest of the byte at {@code offset}, the other way round. */
    default Blob flipped(long offset) {
        ByteArrayOutputStream one = new ByteArrayOutputStream(1);
        try {
            writeTo(one, offset, offset + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] wrong = {(byte) (one.toByteArray()[0] ^ 1)};
        return of(List.of(slice(0, offset), of(wrong), slice(offset + 1, size())));
    }

    /** All of them at once; for small ones. */
    default byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) size());
        try {
            writeTo(all, 0, size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** A stream over them. */
    default InputStream open() {
        return new BlobStream(this);
    }
}
