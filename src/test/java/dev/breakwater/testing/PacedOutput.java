package dev.breakwater.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets through so many bytes a second, in steps of a hundredth of that, counted from the first byte after {@link #start}. */
final class PacedOutput extends FilterOutputStream {
    private final long bytesPerSecond;
    private final Uplink uplink;
    private long started;
    private long sent;

    PacedOutput(OutputStream out, long bytesPerSecond, Uplink uplink) {
        super(out);
        this.uplink = uplink;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Forgets what was sent: idle time is not saved up. */
    void start() {
        started = System.nanoTime();
        sent = 0;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (bytesPerSecond == 0) {
            uplink.pass(length);
            out.write(bytes, from, length);
            return;
        }
        int step = Math.clamp(bytesPerSecond / 100, 1, 1 << 20);
        for (int at = 0; at < length; at += step) {
            int n = Math.min(step, length - at);
            uplink.pass(n);
            out.write(bytes, from + at, n);
            sent += n;
            Pause.until(started + sent * 1_000_000_000L / bytesPerSecond);
        }
    }
}
