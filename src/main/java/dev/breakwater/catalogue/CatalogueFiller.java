package dev.breakwater.catalogue;

import dev.breakwater.ownership.PrivateHome;
import dev.breakwater.repository.Naming;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.Inventory;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The updater of the database: applies the store's changes, and walks over all entries. Used by one thread, except
 * {@link #changed}.
 */
final class CatalogueFiller {
    private static final Naming.PackageVersion OF_NO_MODULE = new Naming.PackageVersion("", "", "");
    private static final String ROUND = "round";
    private static final String BUILT = "built";
    private static final int AT_ONCE = 64;
    private static final int QUEUE = 20_000;
    private static final int DAY_SECONDS = 86_400;

    /** A pause during a walk, for other work. */
    interface Pause {
        /** False ends the walk. */
        boolean goOn() throws SQLException, IOException;
    }

    private final Path dataDir;
    private final Namings names;
    private final Downloads downloads;
    private final InstantSource clock;
    private final ArrayBlockingQueue<Key> changes = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean missed;
    private boolean written;
    private long round;
    private long measured = Long.MIN_VALUE;
    private long entries;

    CatalogueFiller(Path dataDir, Namings names, Downloads downloads, InstantSource clock) {
        this.dataDir = dataDir;
        this.names = names;
        this.downloads = downloads;
        this.clock = clock;
    }

    /** Reports that the entry of {@code key} has changed or is gone. For any thread; never waits. */
    void changed(Key key) {
        if (!changes.offer(key)) {
            missed = true;
        }
    }

    int behind() {
        return changes.size();
    }

    /** Whether only a walk can bring it up to date. */
    boolean incomplete(CatalogueFile database) throws SQLException {
        return missed || database.fact(BUILT, 0) == 0;
    }

    long builtAt(CatalogueFile database) throws SQLException {
        return database.fact(BUILT, 0);
    }

    /** Call it once for a newly opened database. */
    void begin(CatalogueFile database) throws SQLException {
        round = database.fact(ROUND, 1);
        measured = Long.MIN_VALUE;
    }

    /** Applies the changed entries. */
    void catchUp(CatalogueFile database) throws SQLException, IOException {
        List<Key> keys = new ArrayList<>();
        while (changes.drainTo(keys, AT_ONCE) > 0) {
            for (Key key : keys) {
                look(database, key);
            }
            written = true;
            database.commit();
            keys.clear();
        }
    }

    /** Applies the counts of downloads, once it is known which packages are where. */
    void count(CatalogueFile database) throws SQLException {
        if (incomplete(database)) {
            return;
        }
        long now = clock.millis();
        downloads.drain((sent, times) -> {
            Key key = sent.key(names);
            Naming.PackageVersion named = key == null ? null : names.of(key);
            if (key != null && named != null) {
                database.downloaded(stored(database, key, named.module()), named, times, now);
            }
        });
        database.commit();
    }

    /** The same in the place of private packages, if that has {@code module}: requests name the repository alone. */
    private static Key stored(CatalogueFile database, Key key, String module) throws SQLException {
        String apart = PrivateHome.of(key.repository());
        return database.has(apart, module) ? new Key(apart, key.path()) : key;
    }

    private void look(CatalogueFile database, Key key) throws SQLException, IOException {
        Inventory.Item item = Inventory.of(dataDir, key);
        if (item == null) {
            database.remove(key);
        } else {
            put(database, item);
        }
    }

    private void put(CatalogueFile database, Inventory.Item item) throws SQLException {
        Naming.PackageVersion named = names.of(item.key());
        database.put(item, named == null ? OF_NO_MODULE : named, round);
    }

    /** Walks over the whole store; returns whether it was completed. */
    boolean walk(CatalogueFile database, Pause pause) throws SQLException, IOException {
        missed = false;
        round++;
        database.keep(ROUND, round);
        SQLException[] failed = {null};
        boolean[] ended = {false};
        int[] seen = {0};
        Inventory.walk(dataDir, item -> {
            try {
                put(database, item);
                if (++seen[0] % AT_ONCE == 0) {
                    database.commit();
                    ended[0] = !pause.goOn();
                }
            } catch (SQLException e) {
                failed[0] = e;
            }
            return failed[0] == null && !ended[0];
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        written = true;
        if (!ended[0]) {
            catchUp(database);
            database.removeBefore(round);
            database.keep(BUILT, clock.millis());
        }
        database.commit();
        return !ended[0];
    }

    /** Records today's size of the store, if it may have changed since the last time; else it costs nothing. */
    void measure(CatalogueFile database) throws SQLException {
        long today = Math.floorDiv(clock.instant().getEpochSecond(), (long) DAY_SECONDS);
        if (written || today != measured) {
            database.held(today);
            database.commit();
            entries = database.entries();
        }
        measured = today;
        written = false;
    }

    /** The number of entries at the last measurement. */
    long entries() {
        return entries;
    }
}
