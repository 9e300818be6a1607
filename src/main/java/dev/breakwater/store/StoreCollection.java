package dev.breakwater.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Removes what {@link Retention} does not keep: entries unused for too long, and the least recently used above the quota.
 * Removes whole {@link EntryGroups}, in the order of their last use by {@link AgeHistogram}. Published, pinned and damaged
 * entries stay, and so does the rest of their group.
 *
 * <p>Walks over all entries once to get their ages, and once more to remove; more often if many of the oldest entries stay.
 * Memory does not grow with the store. A reader of a removed file keeps reading it, and what is used, replaced or committed
 * meanwhile stays.
 */
public final class StoreCollection {
    private static final int ROUNDS = 8;

    private final Path entries;
    private final Retention retention;
    private final Remover remover;
    private final BooleanSupplier goOn;
    private long gone;
    private long goneBytes;
    private long total;
    private long excess;
    private long staying;
    private long ofCut;
    private boolean complete = true;

    /** Removes one file. */
    interface Remover {
        /** Removes the entry of {@code key} unless it has changed since it was seen; returns whether it is gone. */
        boolean remove(Key key, EntryGroups.GroupedEntry piece) throws IOException;

        /** Removes a folder if it is empty. */
        default void left(Path folder) throws IOException {}
    }

    /**
     * The result of a collection.
     *
     * @param entries how many were removed
     * @param bytes how long their files were
     * @param left how many bytes of files are left
     * @param excess how many of these exceed the quota, because their entries must stay
     * @param complete whether it finished
     */
    public record CollectionSummary(long entries, long bytes, long left, long excess, boolean complete) {}

    StoreCollection(Path entries, Retention retention, Remover remover, BooleanSupplier goOn) {
        this.entries = entries;
        this.retention = retention;
        this.remover = remover;
        this.goOn = goOn;
    }

    /**
     * Collects in the store in {@code dataDir}, also beside a server that has it open. That server's count may be off for a
     * while.
     *
     * @throws IOException if it is not a data folder, has a layout of a later version, or can't be changed
     */
    public static CollectionSummary run(Path dataDir, Retention retention) throws IOException {
        DataFolder.checkFormat(dataDir);
        return new StoreCollection(DataFolder.entries(dataDir), retention, new ConcurrentRemover(dataDir), () -> true)
                .collect(false);
    }

    /** What {@link #run} would do now; changes nothing. */
    public static CollectionSummary preview(Path dataDir, Retention retention) throws IOException {
        DataFolder.checkFormat(dataDir);
        return new StoreCollection(DataFolder.entries(dataDir), retention, (_, _) -> true, () -> true).collect(true);
    }

    /** Collects; {@code preview} removes nothing. */
    CollectionSummary collect(boolean preview) throws IOException {
        long before = 0;
        for (int round = 0; round < ROUNDS && complete; round++) {
            long progress = staying + (preview ? 0 : goneBytes);
            if (round > 0 && (excess <= 0 || progress == before)) {
                break;
            }
            before = progress;
            if (preview) {
                gone = 0;
                goneBytes = 0;
            }
            AgeHistogram ages = measured();
            excess = Math.max(0, total - retention.most());
            if (excess > 0 || retention.since() != null) {
                sweep(excess > 0 ? ages.cut(excess + staying) : AgeHistogram.Cut.NONE);
            }
        }
        return new CollectionSummary(gone, goneBytes, total, Math.max(0, excess), complete);
    }

    private AgeHistogram measured() throws IOException {
        AgeHistogram ages = new AgeHistogram();
        EntryGroups.visit(entries, unit -> {
            ages.add(unit);
            return goingOn();
        });
        total = ages.total();
        return ages;
    }

    private boolean goingOn() {
        complete = complete && goOn.getAsBoolean();
        return complete;
    }

    private void sweep(AgeHistogram.Cut cut) throws IOException {
        staying = 0;
        ofCut = 0;
        EntryGroups.visit(entries, new EntryGroups.GroupVisitor() {
            @Override
            public boolean see(EntryGroups.EntryGroup unit) throws IOException {
                look(unit, cut);
                return goingOn();
            }

            @Override
            public void left(Path folder) throws IOException {
                remover.left(folder);
            }
        });
    }

    private void look(EntryGroups.EntryGroup unit, AgeHistogram.Cut cut) throws IOException {
        Instant used = unit.used();
        Instant since = retention.since();
        boolean last = !used.isBefore(cut.all()) && used.isBefore(cut.some());
        boolean oldest = excess > 0 && (used.isBefore(cut.all()) || (last && ofCut < cut.bytes()));
        if (!oldest && (since == null || !used.isBefore(since))) {
            return;
        }
        ofCut += last ? unit.bytes() : 0;
        List<Key> keys = collectable(unit);
        if (keys.isEmpty()) {
            staying += oldest ? unit.bytes() : 0;
            return;
        }
        // the info before the zip: a half removed group, after a crash or a use, names no missing file
        for (int i = 0;
                i < keys.size() && remover.remove(keys.get(i), unit.pieces().get(i));
                i++) {
            long size = unit.pieces().get(i).seen().size();
            gone++;
            goneBytes += size;
            total -= size;
            excess -= size;
        }
    }

    /** The keys of the group's entries in their order; empty if one of them has to stay. */
    private List<Key> collectable(EntryGroups.EntryGroup unit) throws IOException {
        List<Key> keys = new ArrayList<>();
        for (EntryGroups.GroupedEntry piece : unit.pieces()) {
            Trailer trailer = EntryGroups.trailer(piece);
            if (trailer == null || trailer.meta().hosted() || retention.kept().test(trailer.key())) {
                return List.of();
            }
            keys.add(trailer.key());
        }
        return keys;
    }
}
