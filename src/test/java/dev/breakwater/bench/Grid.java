package dev.breakwater.bench;

import dev.breakwater.testing.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Every fault on one and on two of three mirrors, each with a server of its own that starts empty and knowing nothing; and
 * all of it without a fault, to compare with. All positions of one fault are measured at once on one server, the builds on
 * another.
 */
final class Grid {
    private final Bench bench;
    private final Map<Cell, Samples> samples = new ConcurrentHashMap<>();
    private final Map<Cell, Long> upstream = new ConcurrentHashMap<>();
    private final Map<Cell, List<Build.Ran>> builds = new ConcurrentHashMap<>();
    private final Map<Cell, List<Build.Ran>> alone = new ConcurrentHashMap<>();

    private final Queue<String> unmeasured = new ConcurrentLinkedQueue<>();
    private final long began = System.nanoTime();

    Grid(Bench bench) {
        this.bench = bench;
    }

    /** One measurement: {@code broken} is 0 where all are healthy. */
    record Cell(Breakage breakage, int broken, Position position) {}

    /** Measures all that is wanted; what is healthy is measured among the rest, once for every eight of it. */
    void run(boolean requests, boolean real) throws InterruptedException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Breakage breakage : bench.breakages()) {
            add(tasks, breakage, 1, requests, real);
            add(tasks, breakage, 2, requests, real);
        }
        if (tasks.isEmpty()) {
            return;
        }
        for (int i = 0; i < tasks.size() / 16 + 2; i++) {
            add(tasks, Breakage.NONE, 0, requests, real);
        }
        Collections.shuffle(tasks, new Random(bench.seed()));
        all(tasks);
    }

    private void add(List<Callable<Void>> tasks, Breakage breakage, int broken, boolean requests, boolean real) {
        if (requests && !bench.bare()) {
            tasks.add(() -> guarded(breakage, broken, "requests", () -> requests(breakage, broken)));
        }
        if (real && (broken == 0 || bench.builds(broken) > 0)) {
            tasks.add(() -> guarded(breakage, broken, "builds", () -> builds(breakage, broken)));
            if (!bench.bare()) {
                tasks.add(() -> guarded(breakage, broken, "builds alone", () -> alone(breakage, broken)));
            }
        }
    }

    /** Measures it if there is time left; one measurement that cannot be made costs no other. */
    private Void guarded(Breakage breakage, int broken, String what, Callable<Void> task) throws InterruptedException {
        String name = breakage + ", " + broken + " of 3: " + what;
        if (System.nanoTime() - began > bench.limit().toNanos()) {
            unmeasured.add(name + ": no time left");
            return null;
        }
        try {
            task.call();
            System.err.println("… " + name);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            unmeasured.add(name + ": " + e);
            System.err.println("… " + name + ": " + e);
        }
        return null;
    }

    /** What should have been measured and was not, and why. */
    List<String> unmeasured() {
        return List.copyOf(unmeasured);
    }

    private void all(List<Callable<Void>> tasks) throws InterruptedException {
        try (ExecutorService some = Executors.newFixedThreadPool(bench.parallel())) {
            for (Future<Void> done : some.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a measurement failed", e.getCause());
        }
    }

    private Void requests(Breakage breakage, int broken) throws IOException, InterruptedException {
        try (Stage stage = Stage.open(bench, breakage, broken)) {
            stage.strike(breakage, broken);
            List<Thread> threads = new ArrayList<>();
            for (Position position : breakage.where()) {
                threads.add(Thread.ofPlatform().start(() -> measure(stage, new Cell(breakage, broken, position))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            count(stage, breakage, broken);
        }
        return null;
    }

    private void measure(Stage stage, Cell cell) {
        List<String> paths = cell.position.paths(bench.stock(), bench.scale());
        try {
            Samples came =
                    Load.each(stage, paths, cell.position.clients(), bench.seed(), bench.patience(), bench.cell());
            samples.computeIfAbsent(cell, c -> new Samples()).addAll(came.all());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }

    /** What the mirrors were asked, by what clients wanted it. Whoever only accepts connections is asked once in each. */
    private void count(Stage stage, Breakage breakage, int broken) {
        Map<Position, Long> asked = new EnumMap<>(Position.class);
        for (Mirror mirror : stage.mirrors()) {
            mirror.log().counts().forEach((path, n) -> asked.merge(Position.of(path, bench.scale()), n, Long::sum));
        }
        asked.forEach((position, n) -> upstream.merge(new Cell(breakage, broken, position), n, Long::sum));
    }

    private Void builds(Breakage breakage, int broken) throws IOException, InterruptedException {
        if (!breakage.where().contains(Position.BUILD)) {
            return null;
        }
        int count = broken == 0 ? 1 : bench.builds(broken);
        for (int i = 0; i < count; i++) {
            try (Stage stage = Stage.open(bench, breakage, broken);
                    Build build = Build.of(bench, stage)) {
                stage.strike(breakage, broken);
                builds.computeIfAbsent(
                                new Cell(breakage, broken, Position.BUILD),
                                c -> Collections.synchronizedList(new ArrayList<>()))
                        .add(build.download());
                count(stage, breakage, broken);
            }
        }
        return null;
    }

    /** The same builds by a go command that has the mirrors in its GOPROXY, and no server. */
    private Void alone(Breakage breakage, int broken) throws IOException, InterruptedException {
        if (!breakage.where().contains(Position.BUILD)) {
            return null;
        }
        int count = broken == 0 ? 1 : bench.builds(broken);
        for (int i = 0; i < count; i++) {
            try (Stage stage = Stage.alone(bench, breakage, broken);
                    Build build = Build.of(bench, stage)) {
                stage.strike(breakage, broken);
                alone.computeIfAbsent(
                                new Cell(breakage, broken, Position.BUILD),
                                c -> Collections.synchronizedList(new ArrayList<>()))
                        .add(build.download());
            }
        }
        return null;
    }

    /** Where fewer builds passed with the server than with the mirrors alone. */
    List<String> worseThanAlone() {
        List<String> worse = new ArrayList<>();
        alone.forEach((cell, ran) -> {
            List<Build.Ran> ours = builds.getOrDefault(cell, List.of());
            if (!ours.isEmpty() && passed(ours) * ran.size() < passed(ran) * ours.size()) {
                worse.add(cell.breakage + ", " + cell.broken + " of 3");
            }
        });
        return worse;
    }

    /** How many cells have builds with the server and alone. */
    int compared() {
        return (int) alone.keySet().stream().filter(builds::containsKey).count();
    }

    private static long passed(List<Build.Ran> ran) {
        return ran.stream().filter(Build.Ran::passed).count();
    }

    private String alone(Cell cell) {
        List<Build.Ran> ran = alone.getOrDefault(cell, List.of());
        return ran.isEmpty() ? "" : passed(ran) + " of " + ran.size();
    }

    /** Requests that were measured in this position with so many broken, {@code which} faults alone. */
    Samples requests(int broken, Predicate<Cell> which) {
        Samples all = new Samples();
        samples.forEach((cell, some) -> {
            if (cell.broken == broken && which.test(cell)) {
                all.addAll(some.all());
            }
        });
        return all;
    }

    List<Build.Ran> builds(int broken) {
        List<Build.Ran> all = new ArrayList<>();
        builds.forEach((cell, some) -> {
            if (cell.broken == broken) {
                all.addAll(some);
            }
        });
        return all;
    }

    /** The table of it all. */
    void print(Sheet sheet) {
        for (Position position : Position.values()) {
            row(sheet, new Cell(Breakage.NONE, 0, position));
        }
        bench.breakages().forEach(breakage -> {
            for (int broken = 1; broken <= 2; broken++) {
                for (Position position : breakage.where()) {
                    row(sheet, new Cell(breakage, broken, position));
                }
            }
        });
    }

    private void row(Sheet sheet, Cell cell) {
        Cell healthy = new Cell(Breakage.NONE, 0, cell.position);
        if (cell.position == Position.BUILD) {
            List<Build.Ran> ran = builds.getOrDefault(cell, List.of());
            if (ran.isEmpty()) {
                return;
            }
            long passed = passed(ran);
            Samples some = Build.samples(ran);
            Samples well = Build.samples(builds.getOrDefault(healthy, List.of()));
            line(sheet, cell, some, well, passed + " of " + ran.size());
            return;
        }
        Samples some = samples.get(cell);
        if (some != null) {
            line(sheet, cell, some, samples.getOrDefault(healthy, new Samples()), "");
        }
    }

    private void line(Sheet sheet, Cell cell, Samples some, Samples well, String passed) {
        double share = share(cell, some.count());
        double usual = share(new Cell(Breakage.NONE, 0, cell.position), well.count());
        sheet.row(
                cell.breakage.name(),
                Integer.toString(cell.broken),
                cell.position.toString(),
                Integer.toString(some.count()),
                passed.isEmpty() ? Samples.percent(some.success()) : "",
                passed.isEmpty() ? Long.toString(some.count(Client.End.WRONG)) : "",
                added(cell, some, well, 50),
                added(cell, some, well, 95),
                added(cell, some, well, 99),
                usual == 0 || cell.broken == 0 ? "" : String.format(Locale.ROOT, "%+.0f %%", 100 * (share / usual - 1)),
                passed,
                passed.isEmpty() ? "" : alone(cell),
                some.complaints());
    }

    private double share(Cell cell, int asked) {
        return asked == 0 ? 0 : (double) upstream.getOrDefault(cell, 0L) / asked;
    }

    /** What it takes longer than where all are healthy; there, what it takes. */
    private static String added(Cell cell, Samples some, Samples well, double percent) {
        if (cell.broken == 0) {
            return String.format(Locale.ROOT, "%,d", some.percentile(percent).toMillis());
        }
        Duration more = some.percentile(percent).minus(well.percentile(percent));
        return String.format(Locale.ROOT, "%+,d", more.toMillis());
    }
}
