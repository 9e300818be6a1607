package dev.breakwater.http;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.Tail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes stored content as it is read, in bounded memory, of which it has none before the first read. */
final class DecodedTail implements Tail {
    private static final int CHUNK = 16 << 10;

    private final ReplyBody.Decoded content;
    private final RescuedBy spared;
    private byte[] chunk = {};
    private @Nullable InputStream plain;

    /** {@code spared} is what rescued the content. The content must stay open until this is closed. */
    DecodedTail(ReplyBody.Decoded content, RescuedBy spared) {
        this.content = content;
        this.spared = spared;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        InputStream stream = plain;
        if (stream == null) {
            stream = content.open();
            plain = stream;
            chunk = new byte[CHUNK];
        }
        int from = into.position();
        while (into.hasRemaining()) {
            int n = stream.read(chunk, 0, Math.min(CHUNK, into.remaining()));
            if (n < 0) {
                break;
            }
            into.put(chunk, 0, n);
        }
        int count = into.position() - from;
        return count == 0 ? -1 : count;
    }

    @Override
    public RescuedBy spared() {
        return spared;
    }

    @Override
    public void close() {
        InputStream stream = plain;
        plain = null;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("closing what was only read", e);
            }
        }
    }
}
