package dev.breakwater.fetch;

import dev.breakwater.store.Staged;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts one content together from what several origins send of it. One leg at a time holds the pen. Where a leg sends
 * bytes that another has sent before, they must be the same: equal checksums of modules do not mean equal bytes of zips,
 * so the overlap is what makes splicing safe.
 */
final class Spool {
    /** How much a continuation is asked to repeat. */
    static final int OVERLAP = 64 * 1024;

    /** A leg sent other bytes than the ones before it. */
    static final class Differs extends IOException {
        private static final long serialVersionUID = 1;

        Differs(String what) {
            super(what);
        }
    }

    /** What is larger waits for a core, and lets others run after each so many bytes. */
    private static final int LARGE = 1024 * 1024;

    private final Staged staged;
    private final Check check;
    private final Cores cores;
    private final AtomicReference<@Nullable Leg> writer = new AtomicReference<>();
    private volatile long total = -1;
    private int sinceYield;

    Spool(Staged staged, Check check, Cores cores) {
        this.staged = staged;
        this.check = check;
        this.cores = cores;
    }

    /** Gives the pen to {@code leg}; false where another has it. */
    boolean claim(Leg leg) {
        return writer.compareAndSet(null, leg);
    }

    /** Takes the pen from {@code leg}, if it has it. */
    void letGo(Leg leg) {
        writer.compareAndSet(leg, null);
    }

    /** Whether a leg is writing. */
    boolean claimed() {
        return writer.get() != null;
    }

    /** Where a new leg should begin. */
    long resumeAt() {
        return Math.max(0, staged.arrived() - OVERLAP);
    }

    /** How much has arrived. */
    long arrived() {
        return staged.arrived();
    }

    /** How long the whole is; -1 where nobody has said. */
    long total() {
        return total;
    }

    /** Holds {@code said}, the length of the whole by a new leg, against what was said before. */
    void expect(long said) throws Differs {
        if (staged.arrived() > 0 && total >= 0 && said >= 0 && said != total) {
            throw new Differs("has " + said + " bytes in all where the one before had " + total);
        }
        if (said >= 0) {
            total = said;
        }
    }

    /** Takes bytes that belong at {@code position}, which is at most what has arrived. */
    @SuppressWarnings("ThreadPriorityCheck") // a virtual thread that never waits keeps its carrier until it yields
    void accept(long position, ByteBuffer bytes) throws IOException {
        int more = bytes.remaining();
        if (position + more <= LARGE) {
            take(position, bytes);
            return;
        }
        cores.work(() -> take(position, bytes));
        sinceYield += more;
        if (sinceYield >= LARGE) {
            sinceYield = 0;
            Thread.yield();
        }
    }

    private void take(long position, ByteBuffer bytes) throws IOException {
        long known = staged.arrived() - position;
        if (known > 0) {
            compare(position, bytes, (int) Math.min(known, bytes.remaining()));
        }
        if (bytes.hasRemaining()) {
            check.update(bytes.duplicate());
            staged.write(bytes);
        }
    }

    private void compare(long position, ByteBuffer bytes, int length) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(length);
        try (FileChannel channel = staged.open()) {
            while (before.hasRemaining() && channel.read(before, position + before.position()) >= 0) {
                // until all of it is read
            }
        }
        ByteBuffer now = bytes.slice(bytes.position(), length);
        if (!before.flip().equals(now)) {
            throw new Differs("sends other bytes than the one before");
        }
        bytes.position(bytes.position() + length);
    }

    /** The first bytes of what has arrived, {@code most} of them or all there are. */
    byte[] beginning(int most) throws IOException {
        ByteBuffer some = ByteBuffer.allocate((int) Math.min(most, staged.arrived()));
        try (FileChannel channel = staged.open()) {
            while (some.hasRemaining() && channel.read(some, some.position()) >= 0) {
                // until all of it is read
            }
        }
        return some.array();
    }

    /** Starts over at byte 0; false where that cannot be, since a client has been given some of it. */
    boolean restart() throws IOException {
        if (staged.arrived() == 0) {
            total = -1;
            check.restart();
            return true;
        }
        try {
            staged.restart();
        } catch (IllegalStateException e) {
            return false;
        }
        total = -1;
        check.restart();
        return true;
    }

    /** Judges the whole. */
    Verdict verdict() throws InterruptedException {
        return check.verdict(staged);
    }
}
