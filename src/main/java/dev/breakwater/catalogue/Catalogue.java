package dev.breakwater.catalogue;

import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.repository.Namings;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An index of the store by module and version, for pages that search and sum. Its database is disposable: if the file is
 * missing, of another version or broken, a walk over the store rebuilds it. All work, queries too, is done on one thread of its
 * own, so no client's request waits for it; only the caller of a query waits for that thread.
 */
public final class Catalogue implements Events, AutoCloseable {
    /** The delay after the start, unless a query comes earlier: the start must serve requests first. */
    private static final int FIRST_SECONDS = 10;

    private static final int PAUSE_MILLIS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration MEASURE = Duration.ofMinutes(1);
    private static final long MILLIS_A_DAY = Duration.ofDays(1).toMillis();

    private final Path file;
    private final CatalogueFiller filling;
    private final Downloads downloads = new Downloads();
    private final Namings names;
    private final CountDrift drift;
    private final Events events;
    private final InstantSource clock;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LinkedBlockingQueue<CatalogueQuestion<?>> questions = new LinkedBlockingQueue<>(256);
    private volatile CatalogueState state = new CatalogueState("closed", 0, 0, null, "");
    private @Nullable CatalogueFile database;
    private Instant notBefore = Instant.MIN;
    private Instant brokenLately = Instant.MIN;
    private Instant measureDue = Instant.MIN;

    /**
     * Empty until {@link #start}.
     *
     * @param dataDir the data folder, in which it has a folder
     * @param names the names of things in a repository's format
     * @param counted the number of entries in the store; negative while it is unknown
     */
    public Catalogue(Path dataDir, Namings names, LongSupplier counted, Events events, InstantSource clock) {
        this.file = dataDir.resolve("catalogue").resolve("catalogue.db").toAbsolutePath();
        this.names = names;
        this.filling = new CatalogueFiller(dataDir, names, downloads, clock);
        this.drift = new CountDrift(counted);
        this.events = events;
        this.clock = clock;
    }

    /** Starts soon, on a thread of its own. */
    public void start() {
        Thread.ofPlatform().daemon().name("catalogue").start(this::run);
    }

    /**
     * Reports that the entry of {@code key} has changed or is gone. Never waits; if there are too many changes, a walk finds
     * them later.
     */
    public void changed(Key key) {
        filling.changed(key);
    }

    @Override
    public void publish(Event event) {
        downloads.publish(event);
    }

    private void run() {
        try {
            answer(questions.poll(FIRST_SECONDS, TimeUnit.SECONDS));
            while (ending.getCount() > 0) {
                work();
                answer(questions.poll(1, TimeUnit.SECONDS));
            }
        } catch (InterruptedException e) {
            ending.countDown();
        } finally {
            shut();
            for (CatalogueQuestion<?> left = questions.poll(); left != null; left = questions.poll()) {
                left.refuse(new CatalogueException("the server is stopping"));
            }
            ended.countDown();
        }
    }

    private void work() {
        try {
            CatalogueFile open = opened();
            if (open == null) {
                return;
            }
            filling.catchUp(open);
            Instant now = clock.instant();
            boolean astray = false;
            if (!now.isBefore(measureDue)) {
                filling.measure(open);
                astray = drift.astray(filling.entries(), filling.behind());
                measureDue = now.plus(MEASURE);
            }
            if (!now.isBefore(notBefore) && (astray || filling.incomplete(open))) {
                walk(open);
            }
            filling.count(open);
            tell(open, "ready");
        } catch (SQLException e) {
            broken(e);
        } catch (IOException e) {
            later("the store can't be read: " + e.getMessage());
        } catch (RuntimeException e) {
            events.publish(new Event.Alarm("catalogue", "internal error: " + e, e));
            later("internal error: " + e);
        }
    }

    private void walk(CatalogueFile open) throws SQLException, IOException {
        tell(open, "building");
        if (filling.walk(open, () -> goOn(open))) {
            filling.measure(open);
            drift.measured(filling.entries());
        }
    }

    /** Handles changes and queries between a few entries of a walk. */
    private boolean goOn(CatalogueFile open) throws SQLException, IOException {
        filling.catchUp(open);
        tell(open, "building");
        try {
            answer(questions.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            ending.countDown();
        }
        return ending.getCount() > 0 && Files.exists(file);
    }

    private void tell(CatalogueFile open, String now) throws SQLException {
        long built = filling.builtAt(open);
        state = new CatalogueState(
                now, filling.entries(), filling.behind(), built == 0 ? null : Instant.ofEpochMilli(built), "");
    }

    /** The database; null if it cannot be opened now. */
    private @Nullable CatalogueFile opened() {
        CatalogueFile open = database;
        if (open != null && Files.exists(file)) {
            return open;
        }
        shut();
        if (clock.instant().isBefore(notBefore)) {
            return null;
        }
        try {
            open = CatalogueFile.open(file);
            filling.begin(open);
            database = open;
            return open;
        } catch (SQLException e) {
            broken(e);
            return opened();
        } catch (IOException | LinkageError e) {
            later("can't be opened: " + e);
            return null;
        }
    }

    /** Rebuilds a broken database at once; if it breaks again within a minute, later. */
    private void broken(SQLException why) {
        shut();
        try {
            CatalogueFile.delete(file);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        String said = "is being rebuilt because its database failed: " + why.getMessage();
        boolean again = clock.instant().isBefore(brokenLately);
        brokenLately = clock.instant().plus(AFTER_FAILURE);
        if (again) {
            later(said);
        } else {
            fail(said);
        }
    }

    private void later(String said) {
        notBefore = clock.instant().plus(AFTER_FAILURE);
        fail(said);
    }

    private void fail(String said) {
        if (!said.equals(state.said())) {
            events.publish(new Event.LogNote("catalogue", said));
        }
        state = new CatalogueState("failed", 0, filling.behind(), null, said);
    }

    private void shut() {
        CatalogueFile open = database;
        database = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            // it will be opened again, or rebuilt
        }
    }

    private void answer(@Nullable CatalogueQuestion<?> question) {
        if (question == null) {
            return;
        }
        CatalogueFile open = opened();
        if (open == null) {
            question.refuse(new CatalogueException("the catalogue " + state.said()));
            return;
        }
        try {
            question.ask(new Queries(open));
        } catch (SQLException e) {
            question.refuse(new CatalogueException("the catalogue can't be read: " + e.getMessage(), e));
            broken(e);
        } catch (RuntimeException e) {
            question.refuse(new CatalogueException("the catalogue query failed: internal error: " + e, e));
        }
    }

    private <T> T ask(CatalogueQuestion.Asking<T> asking) throws CatalogueException, InterruptedException {
        CatalogueQuestion<T> question = new CatalogueQuestion<>(asking);
        if (ending.getCount() == 0 || !questions.offer(question)) {
            throw new CatalogueException("the catalogue is busy; retry in a moment");
        }
        return question.await(PATIENCE);
    }

    /**
     * Searches modules.
     *
     * @param text a part of the path, whatever the case of its letters; empty for all
     * @param repository the repository's name; empty for all
     * @param visible whether the caller may see a module of a repository
     * @param offset how many results to skip
     * @param most the maximum number of results
     */
    public ModulePage modules(
            String text, String repository, BiPredicate<String, String> visible, long offset, int most)
            throws CatalogueException, InterruptedException {
        return ask(queries -> queries.modules(text, repository, visible, offset, most));
    }

    /** The modules that take the most space, the largest first. */
    public List<ModuleLine> biggest(BiPredicate<String, String> visible, int most)
            throws CatalogueException, InterruptedException {
        return ask(queries -> queries.biggest(visible, most));
    }

    /** The versions of a module, the newest first. */
    public List<VersionLine> versions(String repository, String module)
            throws CatalogueException, InterruptedException {
        Comparator<VersionLine> older = Comparator.comparing(VersionLine::version, names.of(repository)::compare);
        return ask(queries -> queries.versions(repository, module)).stream()
                .sorted(older.reversed())
                .toList();
    }

    /** The totals by repository. */
    public List<RepositoryTotal> totals() throws CatalogueException, InterruptedException {
        return ask(Queries::totals);
    }

    /** The last {@code days} days with data, oldest first. */
    public List<GrowthDay> growth(int days) throws CatalogueException, InterruptedException {
        long today = Math.floorDiv(clock.millis(), MILLIS_A_DAY);
        return ask(queries -> queries.growth(today - days + 1));
    }

    /** Its state, which says how reliable its answers are. */
    public CatalogueState state() {
        return state;
    }

    @Override
    public void close() {
        ending.countDown();
        questions.offer(new CatalogueQuestion<>(queries -> "nothing: only wakes the thread"));
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // the end of the process closes what is still open
        }
    }
}
