package dev.breakwater.fetch;

import dev.breakwater.store.Staged;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
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
 * Assembles one content from parts that several origins send. One writer leads; while it is silent or too slow, others may
 * race it: the first one that gets further leads from then on, and the overtaken one is cancelled. So a transfer ends only for
 * a faster one.
 *
 * <p><b>Why bytes are compared.</b> A writer that continues another's content repeats the last {@link #OVERLAP} bytes, and a
 * rival that is behind sends bytes that are here already. These must be the same: equal checksums of modules do not mean equal
 * bytes of zips, so two mirrors may serve different archives that are both right, and half of each is neither. The overlap is
 * what makes splicing safe; if it differs, the content starts over.
 *
 * <p><b>Who owns what.</b> The {@link Staged} content belongs to the {@link FetchTask}, which closes it. The assembler is its
 * one writer in the sense of {@code Staged}: it writes under its lock, whichever attempt the bytes come from, and feeds the
 * same bytes to the {@link Check}, so the check sees each byte once and in order. Clients that follow read the staged content
 * without this lock. Once a client has a byte, {@link #restart} refuses.
 *
 * <p><b>Threads.</b> Attempts call {@link #acquireWriter}, {@link #expect}, {@link #accept}, {@link #finish} and
 * {@link #releaseWriter}, each from its own thread; the race's thread calls the rest. The lock guards the sets of writers;
 * {@code lead}, {@code contested} and {@code total} are volatile, since the race reads them at each step. A writer that was
 * overtaken or restarted is refused at its next byte ({@link RefusedContent.Unwanted}), and its exchange is cancelled so that
 * a silent one ends too. The cancellation happens outside the lock, since it runs other code.
 *
 * <p><b>Large bodies.</b> The attempt's own virtual thread handles the first bytes of a body, and the {@link CpuLimiter} the
 * rest: hashing, inflating and writing keep a carrier, and many archives at once would take them all.
 *
 * <p><b>Why not simpler.</b> One file for each attempt, with the best one moved into place, needs no lock and no overlap. But
 * it fetches from byte 0 after each break, holds several times the space, and a client that follows could not continue from
 * one mirror to the next.
 */
final class ContentAssembler {
    /** How many bytes a continuation repeats. */
    static final int OVERLAP = 64 * 1024;

    /** Bytes beyond it are handled by the {@link CpuLimiter}. */
    private static final int LARGE = 64 * 1024;

    /** The writer of one attempt. */
    interface Writer {
        Origin origin();

        Ask ask();

        /** Its position. */
        long position();

        /** Whether it sent the whole content itself. Valid once it has finished. */
        boolean whole();
    }

    private final Staged staged;
    private final Check check;
    private final long largest;

    /** -1 if it is not on record. */
    private final long size;

    private final CpuLimiter cpu;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Writer> writing = new HashSet<>();
    private final Set<Writer> finished = new HashSet<>();
    private final Set<Origin> senders = new HashSet<>();
    private volatile @Nullable Writer lead;
    private volatile boolean contested;
    private volatile long total = -1;
    private volatile Map<String, String> headers = Map.of();

    /** For content that {@code verifier} checks. */
    ContentAssembler(Staged staged, Verifier verifier, CpuLimiter cpu) {
        this.staged = staged;
        this.size = verifier.size();
        this.largest = verifier.largest();
        this.check = verifier.start();
        this.cpu = cpu;
    }

    /** Lets {@code writer} write from {@code from} on; false if another leads uncontested, or there is a gap. */
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

    /** Ends {@code writer}. */
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

    /** The leading writer; null if none is writing. */
    @Nullable
    Writer lead() {
        return lead;
    }

    /** Whether others may race the leader. */
    void contest(boolean open) {
        contested = open;
    }

    /** Where a new writer should begin. */
    long resumeAt() {
        return Math.max(0, staged.arrived() - OVERLAP);
    }

    /** How many bytes have arrived. */
    long arrived() {
        return staged.arrived();
    }

    /** The length of the whole; -1 if unknown. */
    long total() {
        return total;
    }

    /** Refuses content that is announced with another size than the one on record, or with more than the limit. */
    void announced(Head head) throws RefusedContent.WrongSize {
        // what is labelled a web page is told as one, and by its bytes
        if (size >= 0 && head.total() >= 0 && head.total() != size && !head.page()) {
            throw RefusedContent.WrongSize.not(size);
        }
        if (head.total() > largest) {
            throw RefusedContent.WrongSize.beyond(largest);
        }
    }

    /** Refuses content that reaches {@code bytes}, if that exceeds the size on record, or the limit. */
    void bound(long bytes) throws RefusedContent.WrongSize {
        if (size >= 0 && bytes > size) {
            throw RefusedContent.WrongSize.not(size);
        }
        if (bytes > largest) {
            throw RefusedContent.WrongSize.beyond(largest);
        }
    }

    /** The kept headers of the content. */
    Map<String, String> headers() {
        return headers;
    }

    /** Compares the length that {@code writer} announces with the one announced before. */
    void expect(Writer writer, Head head) throws RefusedContent.Differs {
        long said = head.total();
        boolean known = staged.arrived() > 0 || !writer.equals(lead);
        if (known && total >= 0 && said >= 0 && said != total) {
            throw new RefusedContent.Differs("has " + said + " bytes in all, but the one before had " + total);
        }
        if (said >= 0) {
            total = said;
        }
        headers = head.headers();
    }

    /** Accepts bytes of {@code writer} for {@code position}, which is at most what has arrived. */
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

    /** Accepts them; returns the previous leader if it was overtaken, else null. */
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

    /** {@code writer} has sent everything up to {@code end}: the content is complete. */
    void finish(Writer writer, long end) throws IOException {
        lock.lock();
        try {
            if (!writing.contains(writer)) {
                throw new RefusedContent.Unwanted();
            }
            if (end < staged.arrived()) {
                throw new RefusedContent.Differs("has " + end + " bytes in all, but another has more");
            }
            finished.add(writer);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the content is the one that {@code writer} has finished. */
    boolean holds(Writer writer) {
        lock.lock();
        try {
            return finished.contains(writer);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether every byte of the content, which {@code writer} has finished, came from its origin. If it continued another's
     * content, only the overlap of that part is known to be the same.
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

    /** Starts over at byte 0, without the current writers; false if a client already has some of it. */
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

    /** The content, once it is verified. */
    FetchedContent content() {
        return new FetchedContent(staged);
    }

    /** Verifies the whole. */
    Verdict verdict() throws InterruptedException {
        return check.verdict(staged);
    }
}
