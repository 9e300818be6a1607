package dev.breakwater.fetch;

import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Puts one content together from what several origins send of it. One writer leads; while it keeps silent, or brings as good as
 * nothing, others may race it: whichever first has more than there is leads from then on, and the one that it overtook is
 * cancelled. So what is under way ends only for what is faster.
 *
 * <p><b>Why bytes are compared.</b> A writer that goes on with what another began repeats the last {@link #OVERLAP} bytes, and
 * a rival that is behind sends what is here already. What is here already must be the same: equal checksums of modules do
 * not mean equal bytes of zips, so two mirrors may serve different archives that are both right, and half of each is
 * neither. The overlap is what makes splicing safe; if it differs, the content starts over.
 *
 * <p><b>Who owns what.</b> The {@link Staged} content belongs to the {@link FetchTask}, which closes it. The assembler
 * is its one writer in the sense of {@code Staged}: it writes under its lock, whichever attempt the bytes come from, and
 * feeds the same bytes to the {@link Check}, so the check sees each byte once and in order. Clients that follow read the
 * staged content without this lock. Once a client has been given a byte, nothing can be taken back: then
 * {@link #restart} refuses.
 *
 * <p><b>Threads.</b> Attempts call {@link #acquireWriter}, {@link #expect}, {@link #accept}, {@link #finish} and
 * {@link #releaseWriter}, each from its own thread; the race's thread calls the rest. The lock guards the sets of writers;
 * {@code lead}, {@code contested} and {@code total} are volatile, since the race looks at them at each step. A writer that was
 * overtaken or restarted finds out at its next byte ({@link RefusedContent.Unwanted}), and its exchange is cancelled so that
 * a silent one finds out too. That is done after the lock is given back, since a cancellation runs what it is told.
 *
 * <p><b>Large bodies.</b> The first bytes of a body are taken by the attempt's own virtual thread, what is beyond by the
 * {@link CpuLimiter}: hashing, inflating and writing keep a carrier, and many archives at once would take them all.
 *
 * <p><b>Why not simpler.</b> One file for each attempt, with the best one moved into place, needs no lock and no overlap.
 * But it fetches from byte 0 after each break, holds several times the space, and a client that follows could not go on from
 * one mirror to the next.
 */
final class ContentAssembler {
    /** How much a continuation is asked to repeat. */
    static final int OVERLAP = 64 * 1024;

    /** What is beyond it is worked on by threads of its own, see {@link CpuLimiter}. */
    private static final int LARGE = 64 * 1024;

    /** What one attempt writes with. */
    interface Writer {
        Origin origin();

        Ask ask();

        /** How far it is. */
        long position();

        /** Whether it has sent all of it, what others had sent before included. To be asked once it has finished. */
        boolean whole();
    }

    private final Staged staged;
    private final Check check;
    private final long largest;
    private final CpuLimiter cpu;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Writer> writing = new HashSet<>();
    private final Set<Writer> finished = new HashSet<>();
    private final Set<Origin> senders = new HashSet<>();
    private volatile @Nullable Writer lead;
    private volatile boolean contested;
    private volatile long total = -1;
    private volatile Map<String, String> headers = Map.of();

    /** Of content that has at most {@code largest} bytes. */
    ContentAssembler(Staged staged, Check check, long largest, CpuLimiter cpu) {
        this.staged = staged;
        this.check = check;
        this.largest = largest;
        this.cpu = cpu;
    }

    /** Lets {@code writer} write from {@code from} on; false where another leads that is not contested, or there is a gap. */
    boolean acquireWriter(Writer writer, long from) {
        lock.lock();
        try {
            if (!finished.isEmpty() || (lead != null && !contested) || from > staged.arrived()) {
                return false;
            }
            writing.add(writer);
            lead = lead == null ? writer : lead;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** {@code writer} writes no more. */
    void releaseWriter(Writer writer) {
        lock.lock();
        try {
            writing.remove(writer);
            if (writer.equals(lead)) {
                lead = writing.stream()
                        .max(Comparator.comparingLong(Writer::position))
                        .orElse(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who leads; null where none is writing. */
    @Nullable
    Writer lead() {
        return lead;
    }

    /** Whether others may race the one that leads. */
    void contest(boolean open) {
        contested = open;
    }

    /** Where a new writer should begin. */
    long resumeAt() {
        return Math.max(0, staged.arrived() - OVERLAP);
    }

    /** How much has arrived. */
    long arrived() {
        return staged.arrived();
    }

    /** How long the whole is; -1 if no origin has said. */
    long total() {
        return total;
    }

    /** Refuses a whole of so many bytes, or a part that ends there, if nothing right is as large. */
    void bound(long bytes) throws RefusedContent.TooLarge {
        if (bytes > largest) {
            throw new RefusedContent.TooLarge(largest);
        }
    }

    /** What was said of the content, as far as that is kept. */
    Map<String, String> headers() {
        return headers;
    }

    /** Holds what {@code writer} says of the whole against what was said before. */
    void expect(Writer writer, Head head) throws RefusedContent.Differs {
        long said = head.total();
        boolean known = staged.arrived() > 0 || !writer.equals(lead);
        if (known && total >= 0 && said >= 0 && said != total) {
            throw new RefusedContent.Differs("has " + said + " bytes in all where the one before had " + total);
        }
        if (said >= 0) {
            total = said;
        }
        headers = head.headers();
    }

    /** Takes bytes of {@code writer} that belong at {@code position}, which is at most what has arrived. */
    void accept(Writer writer, long position, ByteBuffer bytes) throws IOException {
        if (position + bytes.remaining() <= LARGE) {
            take(writer, position, bytes);
        } else {
            cpu.work(() -> take(writer, position, bytes));
        }
    }

    private void take(Writer writer, long position, ByteBuffer bytes) throws IOException {
        Writer overtaken;
        lock.lock();
        try {
            overtaken = taken(writer, position, bytes);
        } finally {
            lock.unlock();
        }
        if (overtaken != null) {
            overtaken.ask().cancellation().cancel();
        }
    }

    /** Takes them; non-null is who led until now. */
    private @Nullable Writer taken(Writer writer, long position, ByteBuffer bytes) throws IOException {
        if (!writing.contains(writer)) {
            throw new RefusedContent.Unwanted();
        }
        long known = staged.arrived() - position;
        if (known > 0) {
            compare(position, bytes, (int) Math.min(known, bytes.remaining()));
        }
        if (!bytes.hasRemaining()) {
            return null;
        }
        if (!finished.isEmpty()) {
            throw new RefusedContent.Unwanted();
        }
        senders.add(writer.origin());
        check.update(bytes.duplicate());
        staged.write(bytes);
        Writer before = lead;
        lead = writer;
        if (before == null || before.equals(writer)) {
            return null;
        }
        writing.remove(before);
        return before;
    }

    /** {@code writer} has sent all there is, up to {@code end}: nothing is added any more. */
    void finish(Writer writer, long end) throws IOException {
        lock.lock();
        try {
            if (!writing.contains(writer)) {
                throw new RefusedContent.Unwanted();
            }
            if (end < staged.arrived()) {
                throw new RefusedContent.Differs("has " + end + " bytes in all where another has more");
            }
            finished.add(writer);
        } finally {
            lock.unlock();
        }
    }

    /** Whether what is here is what {@code writer} has finished. */
    boolean holds(Writer writer) {
        lock.lock();
        try {
            return finished.contains(writer);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether what is here, which {@code writer} has finished, is the word of its origin: it has sent every byte of it. Where it went
     * on with what another began, of that only the overlap is known to be the same.
     */
    boolean isWordOf(Writer writer) {
        lock.lock();
        try {
            return writer.whole() || senders.equals(Set.of(writer.origin()));
        } finally {
            lock.unlock();
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
            throw new RefusedContent.Differs("sends other bytes than the one before");
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

    /** Starts over at byte 0, without those who are writing; false where that cannot be, since a client has been given some of it. */
    boolean restart() throws IOException {
        Set<Writer> given;
        lock.lock();
        try {
            if (staged.arrived() > 0) {
                staged.restart();
            }
            given = Set.copyOf(writing);
            writing.clear();
            lead = null;
            finished.clear();
            senders.clear();
            total = -1;
            check.restart();
        } catch (IllegalStateException e) {
            return false;
        } finally {
            lock.unlock();
        }
        given.forEach(writer -> writer.ask().cancellation().cancel());
        return true;
    }

    /** The content, once it is judged. */
    FetchedContent content() {
        return new FetchedContent(staged);
    }

    /** Judges the whole. */
    Verdict verdict() throws InterruptedException {
        return check.verdict(staged);
    }
}
