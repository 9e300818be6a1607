package dev.breakwater.bench;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Policy;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The chain and the verifier without edge and process, over real mirrors that send what is wrong: two of them in what a
 * hash protects, one in what none does. Everything that completes is held against what was published.
 */
final class Corrupted {
    private static final int MODULES = 60;
    private static final List<Fault> LIES = List.of(
            Fault.HTML_200,
            Fault.SHORT_BODY,
            Fault.BIT_FLIP,
            Fault.WRONG_VERSION,
            Fault.TRUNCATED,
            Fault.SUMDB_FORGED_TILE,
            Fault.SUMDB_EMPTY_LOOKUP,
            Fault.SUMDB_FORK);
    private static final Rig.Choices QUICK = new Rig.Choices(
            Policy.Unverified.AGREE,
            Duration.ofSeconds(20),
            new Rig.Patience(
                    Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(800), Duration.ofMillis(400)),
            true,
            List.of());

    private final boolean closed;
    private final long seed;
    private final SplittableRandom random;
    private long given;
    private long asked;
    private long right;
    private long wrong;

    private Corrupted(boolean closed, long seed) {
        this.closed = closed;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Until {@code enough} wrong replies were given; with {@code closed} no breaker ever keeps anybody from being asked. */
    static Kept of(boolean closed, long enough, long seed) throws IOException, InterruptedException {
        Corrupted corrupted = new Corrupted(closed, seed);
        while (corrupted.given < enough) {
            corrupted.round(enough);
        }
        return new Kept(
                corrupted.wrong == 0,
                corrupted.wrong + " in " + corrupted.given + " wrong replies",
                corrupted.right + " of " + corrupted.asked + " requests were answered rightly");
    }

    private void round(long enough) throws IOException, InterruptedException {
        Stock stock = new Stock(MODULES, random.nextLong());
        Truth truth = new Truth(stock);
        MirrorSettings settings = MirrorSettings.of(stock.corpus())
                .sumdb(Stock.DATABASE, stock.sums())
                .seed(seed);
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < Stage.MIRRORS; i++) {
            mirrors.add(Mirror.start(settings));
        }
        Path folder = Files.createTempDirectory("breakwater-corrupted");
        try (Rig rig = new Rig(folder, stock.sums().signing(), mirrors, QUICK)) {
            for (int i = 0; i < MODULES && given < enough; i++) {
                module(rig, truth, Stock.smallName(i));
                given += mirrors.stream().mapToLong(Corrupted::struck).sum();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long struck(Mirror mirror) {
        long struck = mirror.log().last().stream()
                .filter(seen -> seen.befell().isPresent())
                .count();
        mirror.log().clear();
        return struck;
    }

    private void module(Rig rig, Truth truth, String module) throws InterruptedException {
        String at = module + "/@v/";
        for (String version : List.of("v1.0.0", "v1.1.0")) {
            ask(rig, truth, at + version + ".zip", 2);
            ask(rig, truth, at + version + ".mod", 2);
            ask(rig, truth, "sumdb/" + Stock.DATABASE + "/lookup/" + module + "@" + version, 2);
            ask(rig, truth, at + version + ".info", 1);
        }
        ask(rig, truth, at + "list", 1);
        ask(rig, truth, module + "/@latest", 1);
    }

    private void ask(Rig rig, Truth truth, String path, int liars) throws InterruptedException {
        int honest = random.nextInt(Stage.MIRRORS);
        List<Fault> lies = new ArrayList<>();
        for (int i = 0; i < Stage.MIRRORS; i++) {
            if (liars == 2 ? i != honest : i == honest) {
                lies.add(lie(lies));
                rig.mirror(i).fault(lies.getLast());
            } else {
                rig.mirror(i).heal();
            }
        }
        if (closed) {
            rig.pass(Duration.ofMinutes(6)); // longer than any breaker stays open
        }
        asked++;
        Rig.Got got = rig.get(path);
        if (!(got.answer() instanceof Answer.Held) || got.error() != null) {
            return;
        }
        Truth.Body body = new Truth.Body();
        body.write(got.bytes(), 0, got.bytes().length);
        switch (truth.judge("/" + path, body)) {
            case RIGHT, BEHIND -> right++;
            case WRONG -> {
                wrong++;
                System.err.println("WRONG: " + path + ", lies " + lies + ", seed " + seed + ": " + got.answer());
            }
        }
    }

    /** Any but a second fork: who can have two mirrors fork alike has the database's own key, and is the database. */
    private Fault lie(List<Fault> others) {
        Fault lie = LIES.get(random.nextInt(LIES.size()));
        return lie == Fault.SUMDB_FORK && others.contains(lie) ? lie(others) : lie;
    }
}
