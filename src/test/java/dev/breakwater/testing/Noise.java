package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Incompressible bytes that follow from a seed; nothing is kept in memory. Byte {@code 8i+k} is byte {@code k} of
 * SplitMix64's output for the counter {@code i}.
 */
record Noise(long seed, long size) implements Blob {
    private static final int CHUNK = 64 * 1024;

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
