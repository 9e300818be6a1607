package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Incompressible bytes that follow from a seed; nothing is kept in memory. Byte {@code 8i+k} is byte {@code k} of
 * SplitMix64's output for the counter {@code i}.
 */
record Noise(long seed, long size) implements Blob {
    private static final int CHUNK = 64 * 1024;
    private static final Map<Noise, Sums> KNOWN = new ConcurrentHashMap<>();

    /** What a zip and a go.sum say of such bytes; computed once a process, for it takes a while. */
    record Sums(long crc, byte[] sha256) {}

    Sums sums() {
        return KNOWN.computeIfAbsent(this, noise -> {
            CheckedInputStream checked = new CheckedInputStream(noise.open(), new CRC32());
            byte[] sha256 = H1.sha256(checked);
            return new Sums(checked.getChecksum().getValue(), sha256);
        });
    }

    @Override
    public void writeTo(OutputStream out, long from, long to) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, to - from)];
        for (long at = from; at < to; at += chunk.length) {
            int n = (int) Math.min(chunk.length, to - at);
            fill(chunk, at, n);
            out.write(chunk, 0, n);
        }
    }

    private void fill(byte[] chunk, long at, int n) {
        long word = mix(at >>> 3) >>> ((at & 7) * 8);
        for (int i = 0; i < n; i++) {
            long position = at + i;
            if ((position & 7) == 0) {
                word = mix(position >>> 3);
            }
            chunk[i] = (byte) word;
            word >>>= 8;
        }
    }

    private long mix(long counter) {
        long z = seed + (counter + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
