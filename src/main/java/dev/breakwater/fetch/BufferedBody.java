package dev.breakwater.fetch;

import dev.breakwater.upstream.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Takes one short body into memory. */
final class BufferedBody implements Attempt.Receiver {
    /** Room for one of which no length was said: most of what is heard is shorter. */
    private static final int USUAL = 512;

    /** Room that is made for one that has sent nothing yet, whatever length it says. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final int largest;
    private byte[] bytes = {};
    private int length;
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
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    @Override
    public boolean begin(Head begun) throws IOException {
        bound(begun.total());
        head = begun;
        bytes = new byte[begun.total() < 0 ? USUAL : (int) Math.min(begun.total(), MOST_AT_ONCE)];
        return true;
    }

    @Override
    public void write(ByteBuffer more) throws IOException {
        int n = more.remaining();
        bound(length + (long) n);
        if (length + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + n, Math.min(largest, 2 * bytes.length)));
        }
        more.get(bytes, length, n);
        length += n;
    }

    private void bound(long size) throws IOException {
        if (size > largest) {
            throw new IOException("it has more than the " + largest + " bytes that are read of its kind");
        }
    }
}
