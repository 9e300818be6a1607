package dev.breakwater.insight;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests grouped into builds: those of one address and caller, until no request was under way for {@link #PAUSE}. The last
 * {@value #KEPT} and a trend are kept over restarts; a kill loses at most the last minute.
 *
 * <p>A build stays open for a while after its end: a long request is only reported when it ends, and then the build had not
 * ended.
 */
public final class Builds implements Events, AutoCloseable {
    /**
     * The pause that ends a build. A go command asks for everything it needs in bursts, with a few seconds of compiling between
     * them; two jobs of a CI system on one machine seldom follow each other sooner.
     */
    public static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Comparator<Build> NEWEST_FIRST =
            Comparator.comparing(Build::began).thenComparingLong(Build::number).reversed();
    private static final int KEPT = 1000;
    private static final int HOURS = 48;
    private static final int DAYS = 90;
    private static final int RUNNING = 5000;
    private static final Duration LINGERS = Duration.ofMinutes(10);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration SAVE = Duration.ofMinutes(1);

    /** By caller, then by address. */
    private final ConcurrentMap<String, ConcurrentMap<String, RunningBuild>> running = new ConcurrentHashMap<>();

    private final AtomicLong sequence = new AtomicLong();
    private List<Build> earlier = List.of();
    private final Deque<Build> past = new ArrayDeque<>();
    private final BuildTrends hours = new BuildTrends(Duration.ofHours(1), HOURS);
    private final BuildTrends days = new BuildTrends(Duration.ofDays(1), DAYS);
    private final BuildFile file;
    private final InstantSource clock;
    private final Periodic ticker;
    private volatile long base;
    private long ended;
    private long savedEnded;

    /** Starts empty; {@code file} stores the builds. */
    public Builds(Path file, Events events, InstantSource clock) {
        this.file = new BuildFile(file, events);
        this.clock = clock;
        this.ticker = new Periodic("builds", SWEEP, new Keeping(), events);
    }

    /** Loads the stored builds, and stores new ones from now on. */
    public void start() {
        ticker.start();
    }

    private final class Keeping implements Periodic.PeriodicTask {
        private Instant due = Instant.MAX;

        @Override
        public void first() {
            restore();
            due = clock.instant().plus(SAVE);
        }

        @Override
        public void run() {
            sweep();
            if (!clock.instant().isBefore(due)) {
                save();
                due = clock.instant().plus(SAVE);
            }
        }

        @Override
        public void last() {
            finish();
        }
    }

    @Override
    public void publish(Event event) {
        if (!(event instanceof Event.Served served) || served.repository().equals("-")) {
            return;
        }
        long now = RunningBuild.nanos(clock.instant());
        ConcurrentMap<String, RunningBuild> clients = running.get(served.who());
        if (clients == null) {
            clients = running.computeIfAbsent(served.who(), who -> new ConcurrentHashMap<>());
        }
        RunningBuild build = clients.get(served.remote());
        while (build == null || !build.add(served, now)) {
            RunningBuild next = new RunningBuild(sequence.incrementAndGet(), served.remote(), served.who());
            build = replaced(clients, served.remote(), build, next, now);
        }
    }

    /**
     * Replaces {@code before}, which has ended, by {@code next}; or returns the build that another thread has put in its place.
     */
    private RunningBuild replaced(
            ConcurrentMap<String, RunningBuild> clients,
            String remote,
            @Nullable RunningBuild before,
            RunningBuild next,
            long now) {
        if (before != null && clients.replace(remote, before, next)) {
            end(before, now);
            return next;
        }
        RunningBuild other = clients.putIfAbsent(remote, next);
        return other == null ? next : other;
    }

    /** Records an ended build; one without any request is ignored. */
    private synchronized void end(RunningBuild build, long now) {
        build.close();
        if (!build.any()) {
            return;
        }
        Build over = build.seen(now);
        ended++;
        past.addLast(over);
        while (past.size() > KEPT) {
            past.removeFirst();
        }
        hours.add(over);
        days.add(over);
    }

    /** Ends the builds that can get no more requests, and if there are too many, those that have been quiet longest. */
    void sweep() {
        long now = RunningBuild.nanos(clock.instant());
        long lingers =
                running.values().stream().mapToInt(Map::size).sum() > RUNNING ? PAUSE.toNanos() : LINGERS.toNanos();
        for (ConcurrentMap<String, RunningBuild> clients : running.values()) {
            clients.forEach((remote, build) -> {
                if (build.idle(now, lingers) && clients.remove(remote, build)) {
                    end(build, now);
                }
            });
        }
    }

    /** The running builds, newest first. */
    public List<Build> running() {
        return present().filter(build -> !build.over()).toList();
    }

    /** The last {@code most} builds, running or ended, newest first. */
    public List<Build> last(int most) {
        return all().sorted(NEWEST_FIRST).limit(most).toList();
    }

    /** The last 48 hours in which builds began that are over, oldest first. */
    public List<BuildTrend> byHour() {
        return trend(hours);
    }

    /** The last 90 days in which builds began that are over, oldest first. */
    public List<BuildTrend> byDay() {
        return trend(days);
    }

    private synchronized List<BuildTrend> trend(BuildTrends trend) {
        return trend.told(present().filter(Build::over).toList());
    }

    private Stream<Build> present() {
        long now = RunningBuild.nanos(clock.instant());
        return running.values().stream()
                .flatMap(clients -> clients.values().stream())
                .filter(RunningBuild::any)
                .map(build -> build.seen(now).numberedFrom(base))
                .sorted(NEWEST_FIRST);
    }

    private synchronized Stream<Build> all() {
        return Stream.concat(filed().stream(), present());
    }

    /** The closed builds, oldest first. The numbers of this run follow those of earlier ones. */
    private List<Build> filed() {
        List<Build> all = new ArrayList<>(earlier);
        past.forEach(build -> all.add(build.numberedFrom(base)));
        return all.subList(Math.max(0, all.size() - KEPT), all.size());
    }

    private synchronized void restore() {
        BuildFile.StoredBuilds kept = file.read();
        base = kept.number();
        earlier = kept.builds();
        hours.restore(kept.hours());
        days.restore(kept.days());
    }

    /** Stores all ended builds. */
    void save() {
        BuildFile.StoredBuilds kept = kept();
        if (kept != null) {
            file.write(kept);
        }
    }

    /** The statistics to store; null if nothing was added since the last time. */
    private synchronized BuildFile.@Nullable StoredBuilds kept() {
        if (ended == savedEnded) {
            return null;
        }
        savedEnded = ended;
        return new BuildFile.StoredBuilds(base + sequence.get(), filed(), hours.kept(), days.kept());
    }

    private void finish() {
        long now = RunningBuild.nanos(clock.instant());
        running.values().forEach(clients -> {
            clients.values().forEach(build -> end(build, now));
            clients.clear();
        });
        save();
    }

    /** Ends every build and stores it. */
    @Override
    public void close() {
        ticker.close(Duration.ofSeconds(5));
    }
}
