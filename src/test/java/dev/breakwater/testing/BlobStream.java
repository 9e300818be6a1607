package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a blob from its beginning, 64 KiB in memory at a time. */
final class BlobStream extends InputStream {
    private static final int CHUNK = 64 * 1024;

    private final Blob blob;
    private long loaded;
    private byte[] chunk = {};
    private int at;

    BlobStream(Blob blob) {
        this.blob = blob;
    }

    @Override
    public int read() throws IOException {
        return load() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!load()) {
            return -1;
        }
        int n = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, n);
        at += n;
        return n;
    }

    private boolean load() throws IOException {
        if (at < chunk.length) {
            return true;
        }
        int n = (int) Math.min(CHUNK, blob.size() - loaded);
        ByteArrayOutputStream next = new ByteArrayOutputStream(n);
        blob.writeTo(next, loaded, loaded + n);
        loaded += n;
        chunk = next.toByteArray();
        at = 0;
        return n > 0;
    }
}
