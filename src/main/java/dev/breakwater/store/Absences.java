package dev.breakwater.store;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Cached "not found" answers: one bounded table in one file, so that a million requests for unknown names cost neither a
 * million files nor the memory for them. The file has each absence's key, reason and instant; the heap has the record's
 * position in the file.
 *
 * <p>A full table drops absences. First those unrelated to any stored entry, the oldest first; then the related ones, the
 * least recently requested first: builds need these while no upstream answers, so a scan of other names can't push them out.
 *
 * <p>The file is only ever appended to, and rewritten if more than half of it is out of date. A record that a crash cut off is
 * dropped; a damaged file is emptied and logged. Nothing is synced: what a power failure loses is fetched again.
 */
final class Absences implements AutoCloseable {
    /** The most absences to keep. */
    static final int MOST = 100_000;

    private static final String NAME = "absences";

    /** A shorter file is not rewritten. */
    private static final long SMALL = 1 << 20;

    private record Slot(long at, int length, boolean near) {}

    private final Path file;
    private final int most;
    private final Events events;
    private final ReentrantLock lock = new ReentrantLock();

    /** By the hash of the key; the record has the key itself. The first is dropped first. */
    private final SequencedMap<Long, Slot> far = new LinkedHashMap<>();

    private final SequencedMap<Long, Slot> near = new LinkedHashMap<>();
    private FileChannel channel;
    private long end;
    private long live;

    /** The length at which the file is rewritten next. */
    private long tidyAt = SMALL;

    /**
     * Opens the table in {@code root}, which is created if missing.
     *
     * @throws IOException if it can't be read or created
     */
    static Absences open(Path root, Events events) throws IOException {
        return open(root, MOST, events);
    }

    static Absences open(Path root, int most, Events events) throws IOException {
        Path file = root.resolve(NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new Absences(file, channel, most, events);
        } catch (IOException e) {
            channel.close();
            throw DiskWrites.failed("read", file, e);
        }
    }

    private Absences(Path file, FileChannel channel, int most, Events events) throws IOException {
        this.file = file;
        this.channel = channel;
        this.most = most;
        this.events = events;
        load();
    }

    private void load() throws IOException {
        try {
            end = AbsenceRecord.scan(channel, (record, at, length) -> {
                if (record.gone()) {
                    drop(record.hash());
                } else {
                    keep(record.hash(), new Slot(at, length, record.near()));
                    trim();
                }
            });
        } catch (DamagedEntry e) {
            far.clear();
            near.clear();
            live = 0;
            end = 0;
            events.publish(new Event.Alarm(
                    "store",
                    file + " is damaged, so the cached \"not found\" answers are dropped and will be fetched again: "
                            + e.getMessage(),
                    e));
        }
        channel.truncate(end);
    }

    /** The number of absences in {@code dataDir} and the length of their file; empty if damaged. Takes no lock. */
    static Optional<StoreStats.RepositoryTally> count(Path dataDir) throws IOException {
        Set<Long> known = new HashSet<>();
        Path file = file(dataDir);
        try (FileChannel read = FileChannel.open(file, StandardOpenOption.READ)) {
            AbsenceRecord.scan(read, (record, at, length) -> {
                if (record.gone()) {
                    known.remove(record.hash());
                } else {
                    known.add(record.hash());
                }
            });
            return Optional.of(new StoreStats.RepositoryTally(Math.min(MOST, known.size()), read.size()));
        } catch (NoSuchFileException e) {
            return Optional.of(new StoreStats.RepositoryTally(0, 0));
        } catch (DamagedEntry e) {
            return Optional.empty();
        }
    }

    /** The file of the table in {@code dataDir}. */
    static Path file(Path dataDir) {
        return dataDir.resolve(NAME);
    }

    /** The number of absences. */
    int size() {
        lock.lock();
        try {
            return far.size() + near.size();
        } finally {
            lock.unlock();
        }
    }

    /** The cached absence of {@code key}, if there is one. */
    Optional<Entry> find(Key key) throws IOException {
        long hash = AbsenceRecord.hash(key);
        lock.lock();
        try {
            Slot slot = near.get(hash);
            if (slot != null) {
                near.putLast(hash, slot);
            } else {
                slot = far.get(hash);
            }
            if (slot == null) {
                return Optional.empty();
            }
            AbsenceRecord record = AbsenceRecord.read(channel, slot.at(), slot.length());
            return record.key().equals(key) ? Optional.of(record.entry()) : Optional.empty();
        } catch (DamagedEntry e) {
            drop(hash);
            events.publish(new Event.Alarm(
                    "store",
                    file + " is damaged, so the cached \"not found\" answer for " + key
                            + " is dropped and will be fetched again: " + e.getMessage(),
                    e));
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Records that {@code key} does not exist; {@code isNear} says whether a related entry is stored. */
    void remember(Key key, String reason, Instant at, boolean isNear) throws IOException {
        AbsenceRecord record = new AbsenceRecord(key, reason, at, isNear, false);
        lock.lock();
        try {
            append(record);
            trim();
            tidy();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the absence of {@code key}. */
    void forget(Key key) throws IOException {
        long hash = AbsenceRecord.hash(key);
        lock.lock();
        try {
            if (far.containsKey(hash) || near.containsKey(hash)) {
                append(new AbsenceRecord(key, "", Instant.EPOCH, false, true));
                tidy();
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(AbsenceRecord record) throws IOException {
        ByteBuffer bytes = record.encoded();
        int length = bytes.remaining();
        write(channel, bytes, end);
        drop(record.hash());
        if (!record.gone()) {
            keep(record.hash(), new Slot(end, length, record.near()));
        }
        end += length;
    }

    private static void write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
        for (long position = at; bytes.hasRemaining(); ) {
            position += to.write(bytes, position);
        }
    }

    private void keep(long hash, Slot slot) {
        drop(hash);
        (slot.near() ? near : far).put(hash, slot);
        live += slot.length();
    }

    private void trim() {
        while (far.size() + near.size() > most) {
            var eldest = far.isEmpty() ? near.pollFirstEntry() : far.pollFirstEntry();
            live -= eldest.getValue().length();
        }
    }

    private void drop(long hash) {
        @Nullable Slot before = far.remove(hash);
        before = before == null ? near.remove(hash) : before;
        live -= before == null ? 0 : before.length();
    }

    /** Rewrites the file if that saves space. A failure loses no record: it is logged, and tried again later. */
    private void tidy() {
        if (end < tidyAt || end < 2 * live) {
            return;
        }
        Path next = file.resolveSibling(NAME + ".next");
        try {
            rewrite(next);
            tidyAt = SMALL;
        } catch (IOException e) {
            tidyAt = end + SMALL;
            events.publish(new Event.Alarm("store", "can't rewrite " + file + ": " + e.getMessage(), e));
            try {
                Files.deleteIfExists(next);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
        }
    }

    /** Rewrites the file with the current absences, in the order in which they will be dropped. */
    private void rewrite(Path next) throws IOException {
        FileChannel fresh = FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        long at = 0;
        try {
            at = copy(far, fresh, at);
            at = copy(near, fresh, at);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        at = moved(far, 0);
        end = moved(near, at);
        FileChannel old = channel;
        channel = fresh;
        close(old);
    }

    private long copy(SequencedMap<Long, Slot> from, FileChannel to, long start) throws IOException {
        long at = start;
        for (Slot slot : from.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(slot.length());
            if (channel.read(bytes, slot.at()) < slot.length()) {
                throw new IOException(file + " ends before " + (slot.at() + slot.length()));
            }
            write(to, bytes.flip(), at);
            at += slot.length();
        }
        return at;
    }

    private static long moved(SequencedMap<Long, Slot> slots, long start) {
        long at = start;
        for (Map.Entry<Long, Slot> each : slots.entrySet()) {
            Slot slot = each.getValue();
            each.setValue(new Slot(at, slot.length(), slot.near()));
            at += slot.length();
        }
        return at;
    }

    private void close(FileChannel old) {
        try {
            old.close();
        } catch (IOException e) {
            events.publish(new Event.Alarm("store", "can't close " + file + ": " + e.getMessage(), e));
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            close(channel);
        } finally {
            lock.unlock();
        }
    }
}
