package dev.breakwater.testing;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A DEFLATE stream of stored blocks (RFC 1951, 3.2.4): what a compressor makes of incompressible content, but any part
 * of it can be written without what stands before.
 */
record StoredBlocks(Blob content) implements Blob {
    private static final int BLOCK = 65_535;
    private static final int HEADER = 5;

    @Override
    public long size() {
        return content.size() + HEADER * blocks();
    }

    private long blocks() {
        return Math.max(1, (content.size() + BLOCK - 1) / BLOCK);
    }

    @Override
    public void writeTo(OutputStream out, long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            long block = at / (BLOCK + HEADER);
            long start = block * (BLOCK + HEADER);
            int length = (int) Math.min(BLOCK, content.size() - block * BLOCK);
            long end = Math.min(to, start + HEADER + length);
            if (at < start + HEADER) {
                long stop = Math.min(end, start + HEADER);
                out.write(header(block, length), (int) (at - start), (int) (stop - at));
                at = stop;
            }
            if (at < end) {
                long shift = block * BLOCK - start - HEADER;
                content.writeTo(out, at + shift, end + shift);
                at = end;
            }
        }
    }

    private byte[] header(long block, int length) {
        byte last = (byte) (block == blocks() - 1 ? 1 : 0);
        return new byte[] {
            last, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8),
        };
    }
}
