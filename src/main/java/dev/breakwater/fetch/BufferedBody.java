package dev.breakwater.fetch;

import dev.breakwater.upstream.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes one short body into memory. */
final class BufferedBody implements Attempt.Receiver {
    private final int largest;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private Head head = new Head(0, -1, null);

    /** Takes at most {@code largest} bytes. */
    BufferedBody(int largest) {
        this.largest = largest;
    }

    /** What was said before the body. To be asked once the attempt is over. */
    Head head() {
        return head;
    }

    /** All that came. To be asked once the attempt is over. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    @Override
    public boolean begin(Head begun) throws IOException {
        bound(begun.total());
        head = begun;
        return true;
    }

    @Override
    public void write(ByteBuffer more) throws IOException {
        int n = more.remaining();
        bound(bytes.size() + (long) n);
        if (more.hasArray()) {
            bytes.write(more.array(), more.arrayOffset() + more.position(), n);
            more.position(more.limit());
            return;
        }
        byte[] some = new byte[n];
        more.get(some);
        bytes.write(some);
    }

    private void bound(long size) throws IOException {
        if (size > largest) {
            throw new IOException("it has more than the " + largest + " bytes that are read of its kind");
        }
    }
}
