package dev.breakwater.bench;

import dev.breakwater.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is promised, each with its goal and how to measure it. Some are read off the grid, which is measured before. */
final class Promises {
    private static final List<String> OF_REQUESTS = List.of("one-of-three", "wrong-bytes", "mid-body");
    private static final List<String> OF_BUILDS = List.of("two-of-three-builds", "build-time", "never-worse");

    private final Bench bench;
    private final Grid grid;
    private final List<Dead.Course> deaths = new ArrayList<>();

    Promises(Bench bench, Grid grid) {
        this.bench = bench;
        this.grid = grid;
    }

    /** One promise; {@code bare} tells that it can be measured without a server. */
    record Promise(String name, String goal, boolean bare, Measure measure) {}

    /** How a promise is measured. */
    interface Measure {
        Kept now() throws IOException, InterruptedException;
    }

    /** Whether the grid's requests, or its builds, are needed. */
    boolean requests() {
        return bench.only().isEmpty() || OF_REQUESTS.contains(bench.only());
    }

    boolean builds() {
        return bench.only().isEmpty() || OF_BUILDS.contains(bench.only());
    }

    List<Promise> all() {
        Rightness rightness = new Rightness(bench);
        Isolation isolation = new Isolation(bench);
        return List.of(
                new Promise("one-of-three", "≥ 99.999 % of 100,000 requests", false, this::oneOfThree),
                new Promise("two-of-three-builds", "every cold build", true, this::twoOfThree),
                new Promise("never-worse", "every build that passes alone", false, this::neverWorse),
                new Promise("odd", "every go command that passes alone", false, () -> new Oddities(bench).run()),
                new Promise("build-time", "≤ 2 × healthy + 3 s", true, this::buildTime),
                new Promise("wrong-bytes", "0 with the breaker in force", false, this::wrongBytes),
                new Promise(
                        "corrupted-closed", "0 in 1,000,000 wrong replies, breaker held closed", false, this::closed),
                new Promise("corrupted", "0 in 10,000 wrong replies, breaker in force", false, this::inForce),
                new Promise("mid-body", "≥ 99.9 % complete, extra p99 ≤ 3 s", false, this::midBody),
                new Promise("metadata-p99", "≤ 1.5 × healthy after the first second", false, this::metadata),
                new Promise("hedged", "≤ 5 % of upstream requests", false, this::hedged),
                new Promise("dead-out", "≤ 1 s", false, this::deadOut),
                new Promise("healed-back", "≤ 5 s", false, this::healedBack),
                new Promise("dark", "100 % again, p99 ≤ 50 ms", false, this::dark),
                new Promise(
                        "dark-go", "build, install, tidy, get pass; build ≤ 1.2 × warm healthy", false, this::darkGo),
                new Promise("newest", "list and latest 100 % right", false, rightness::newest),
                new Promise("absent", "404 100 %, p99 ≤ 6 s cold, ≤ 50 ms again", false, rightness::absent),
                new Promise("new-version", "≤ 61 s", false, rightness::fresh),
                new Promise("hits", "p99 ≤ 1.2 × while 64 misses hang", false, isolation::hits),
                new Promise(
                        "verifying", "metadata p99 ≤ 2 × while 16 × 60 MB are verified", false, isolation::verifying),
                new Promise("limits", "no deadlock with every limit at 1", false, rightness::limits),
                new Promise("outage", "no storm, no 404, ≤ 300 MB, over within 5 s", false, this::outage),
                new Promise(
                        "schedule", "100 %, every build, one fault at a time", false, () -> new Schedule(bench).run()));
    }

    private Kept oneOfThree() {
        Samples all = grid.requests(1, cell -> true);
        return new Kept(
                all.success() >= 99.999, Samples.percent(all.success()) + " of " + all.count(), all.complaints());
    }

    private Kept twoOfThree() {
        List<Build.Ran> all = grid.builds(2);
        long passed = all.stream().filter(Build.Ran::passed).count();
        return new Kept(passed == all.size(), passed + " of " + all.size(), "each is a row of the table of faults");
    }

    private Kept neverWorse() {
        int compared = grid.compared();
        if (compared == 0) {
            return new Kept(false, "not measured", "no fault was measured both ways");
        }
        List<String> worse = grid.worseThanAlone();
        return new Kept(
                worse.isEmpty(),
                worse.size() + " of " + compared + " worse",
                worse.isEmpty()
                        ? "the go command with the mirrors joined by " + bench.separator()
                        : String.join("; ", worse));
    }

    private Kept buildTime() {
        Duration healthy = Build.samples(grid.builds(0)).percentile(50);
        List<Build.Ran> broken = new ArrayList<>(grid.builds(1));
        broken.addAll(grid.builds(2));
        Duration most = healthy.multipliedBy(2).plusSeconds(3);
        long within = broken.stream()
                .filter(ran -> ran.passed() && ran.took().compareTo(most) <= 0)
                .count();
        Samples times = Build.samples(broken);
        return new Kept(
                within == broken.size(),
                within + " of " + broken.size() + " within " + Kept.ms(most) + ", longest "
                        + Kept.ms(times.percentile(100)),
                "healthy: median " + Kept.ms(healthy) + " of " + grid.builds(0).size());
    }

    private Kept wrongBytes() {
        Samples one = grid.requests(1, cell -> true);
        Samples two = grid.requests(2, cell -> cell.position() != Position.METADATA);
        long wrong = one.count(Client.End.WRONG) + two.count(Client.End.WRONG);
        return new Kept(
                wrong == 0,
                wrong + " of " + (one.count() + two.count()) + " answers",
                "metadata with one mirror corrupt, all else with one or two");
    }

    private Kept closed() throws IOException, InterruptedException {
        return Corrupted.of(
                true, bench.options().number("--corrupted", bench.lengthy() ? 1_000_000 : 2000), bench.seed());
    }

    private Kept inForce() throws IOException, InterruptedException {
        return Corrupted.of(false, bench.lengthy() ? 10_000 : 200, bench.seed());
    }

    private Kept midBody() {
        Samples broken =
                grid.requests(1, cell -> archive(cell) && cell.breakage().midBody());
        Duration extra = Duration.ZERO;
        for (Position position : List.of(Position.SMALL_ARCHIVE, Position.LARGE_ARCHIVE)) {
            Samples some = grid.requests(
                    1, cell -> cell.position() == position && cell.breakage().midBody());
            Duration well =
                    grid.requests(0, cell -> cell.position() == position).percentile(99);
            Duration more = some.percentile(99).minus(well);
            extra = more.compareTo(extra) > 0 ? more : extra;
        }
        return new Kept(
                broken.success() >= 99.9 && extra.toMillis() <= 3000,
                Samples.percent(broken.success()) + " of " + broken.count() + ", extra p99 " + Kept.ms(extra),
                broken.complaints());
    }

    private static boolean archive(Grid.Cell cell) {
        return cell.position() == Position.SMALL_ARCHIVE || cell.position() == Position.LARGE_ARCHIVE;
    }

    private List<Dead.Course> deaths() throws IOException, InterruptedException {
        if (deaths.isEmpty()) {
            for (Fault fault : List.of(Fault.BLACK_HOLE, Fault.REFUSED, Fault.SLOW_HEADERS)) {
                deaths.add(Dead.of(bench, fault));
            }
        }
        return deaths;
    }

    private Kept metadata() throws IOException, InterruptedException {
        return new Kept(
                deaths().stream().allMatch(it -> it.ratio() <= 1.5 && it.right()),
                deaths().stream().map(Dead.Course::ratioText).collect(Collectors.joining("; ")),
                deaths().stream().map(it -> it.later().complaints()).collect(Collectors.joining()));
    }

    private Kept hedged() throws IOException, InterruptedException {
        boolean told = deaths().stream().allMatch(it -> it.hedged().isPresent());
        return new Kept(
                told && deaths().stream().allMatch(it -> it.hedged().orElse(100) <= 5),
                told
                        ? deaths().stream()
                                .map(it -> it.word() + " "
                                        + Samples.percent(it.hedged().orElse(0)))
                                .collect(Collectors.joining("; "))
                        : "not measured",
                told ? "" : "the server has no metric breakwater_extra_requests_total");
    }

    private Kept deadOut() throws IOException, InterruptedException {
        return each(
                deaths().stream().collect(Collectors.toMap(Dead.Course::word, Dead.Course::out)),
                1000,
                deaths().stream().map(it -> it.word() + " " + it.waited()).collect(Collectors.joining("; ")));
    }

    private Kept healedBack() throws IOException, InterruptedException {
        return each(deaths().stream().collect(Collectors.toMap(Dead.Course::word, Dead.Course::back)), 5000, "");
    }

    private static Kept each(Map<String, Duration> times, long most, String how) {
        return new Kept(
                times.values().stream().allMatch(time -> time.toMillis() <= most),
                times.entrySet().stream()
                        .map(it -> it.getKey() + " " + Kept.ms(it.getValue()))
                        .sorted()
                        .collect(Collectors.joining("; ")),
                how);
    }

    private Kept dark() throws IOException, InterruptedException {
        List<Kept> all = new ArrayList<>();
        for (Fault fault : List.of(Fault.REFUSED, Fault.BLACK_HOLE)) {
            try (Dark dark = new Dark(bench)) {
                List<String> before = dark.warm();
                dark.age();
                dark.die(fault);
                Kept kept = dark.again(fault);
                all.add(new Kept(
                        kept.kept() && before.isEmpty(), kept.measured(), String.join("", before) + kept.how()));
            }
        }
        return joined(all);
    }

    private static Kept joined(List<Kept> all) {
        return new Kept(
                all.stream().allMatch(Kept::kept),
                all.stream().map(Kept::measured).collect(Collectors.joining("; ")),
                all.stream().map(Kept::how).filter(it -> !it.isEmpty()).collect(Collectors.joining("; ")));
    }

    private Kept darkGo() throws IOException, InterruptedException {
        try (Dark dark = new Dark(bench)) {
            dark.warm();
            Build.Ran cold = dark.download();
            dark.built("compiled");
            Build.Ran healthy = dark.built("healthy");
            dark.age();
            dark.die(Fault.REFUSED);
            Build.Ran built = dark.built("dark");
            Map<String, Build.Ran> commands = dark.commands();
            double ratio = Kept.ratio(built.took(), healthy.took());
            boolean passed = cold.passed()
                    && healthy.passed()
                    && built.passed()
                    && commands.values().stream().allMatch(Build.Ran::passed);
            return new Kept(
                    passed && ratio <= 1.2,
                    "build " + (built.passed() ? Kept.times(ratio) : "failed") + "; "
                            + commands.entrySet().stream()
                                    .map(it -> it.getKey() + (it.getValue().passed() ? " passes" : " fails"))
                                    .sorted()
                                    .collect(Collectors.joining(", ")),
                    cold.said()
                            + healthy.said()
                            + built.said()
                            + commands.values().stream().map(Build.Ran::said).collect(Collectors.joining()));
        }
    }

    private Kept outage() throws IOException, InterruptedException {
        List<Kept> all = new ArrayList<>();
        for (Fault fault : Outage.faults(bench.lengthy())) {
            all.add(new Outage(bench, fault).run());
        }
        return joined(all);
    }
}
