package dev.breakwater.bench;

import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.CorpusDatabase;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.Ports;
import dev.breakwater.testing.Sizes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What one stranger can take. Each attack has a server of its own, with 1,024 descriptors and a small stock that it holds. Other
 * clients ask for hits and for the health check, each time on a new connection, before, during and after the attack, which comes
 * from another address and a process of its own.
 */
public final class Abuse {
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);

    /** Makes a list of 20 kB. */
    private static final int VERSIONS = 2500;

    private final Options options;
    private final Corpus corpus;
    private final CorpusDatabase sums;
    private final Table table = new Table(
            "attack",
            "hits p99",
            "of quiet",
            "failed",
            "live p99",
            "failed",
            "VmHWM",
            "data folder",
            "files",
            "over after");

    private Abuse(Options options) {
        this.options = options;
        this.corpus = Corpora.big(1, 3_000_000, 1);
        for (int i = 0; i < VERSIONS; i++) {
            String version = "v1.0." + i;
            corpus.publish(Attack.MANY, version, Map.of("go.mod", "module " + Attack.MANY + "\n"));
        }
        this.sums = new CorpusDatabase("sum.test", corpus);
    }

    /** Runs it: {@code --attack NAME --time 20s}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        Options options = Options.of(words, Duration.ofMinutes(25));
        String only = options.text("--attack", "");
        List<Attack> attacks = Arrays.stream(Attack.values())
                .filter(attack -> only.isEmpty() || attack.label().equals(only))
                .toList();
        if (attacks.isEmpty()) {
            Arrays.stream(Attack.values()).forEach(it -> System.out.println(it.label() + ": " + it.what()));
            return;
        }
        Abuse abuse = new Abuse(options);
        for (Attack attack : attacks) {
            abuse.measure(attack);
        }
        abuse.table.print();
        System.out.println(
                "goals: hits and live p99 ≤ 3 × of quiet or 50 ms, none failed, VmHWM ≤ 300 MB, over after ≤ 5 s");
    }

    private void measure(Attack attack) throws IOException, InterruptedException {
        int odd = Ports.free();
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums));
                Attacker attacker = Attacker.start(odd);
                ServerProcess server = ServerProcess.start(options.limited("ulimit -n 1024"), setup(mirror, odd))) {
            Bystanders bystanders = new Bystanders(server, options);
            bystanders.warm();
            bystanders.watch(QUIET.dividedBy(2));
            Bystanders.Seen quiet = bystanders.watch(QUIET);
            attacker.attack(attack, server.port(), server.path(""));
            Bystanders.Seen meanwhile = bystanders.watch(Sizes.duration(options.text("--time", "20s")));
            attacker.end();
            Duration recovery = recovery(bystanders, quiet);
            row(attack, server, quiet, meanwhile, recovery);
        }
    }

    private Setup setup(Mirror mirror, int odd) {
        return Setup.over(List.of(mirror.url(), "http://127.0.0.1:" + odd), mirror.caPem(), sums.key());
    }

    /** Until ten rounds in a row pass as quickly as they should; a minute at the most. */
    private static Duration recovery(Bystanders bystanders, Bystanders.Seen quiet) throws InterruptedException {
        long start = System.nanoTime();
        long good = start;
        int passed = 0;
        while (passed < 10 && System.nanoTime() - start < LONGEST_RECOVERY.toNanos()) {
            if (bystanders.round().within(quiet.bearable())) {
                passed++;
            } else {
                passed = 0;
                good = System.nanoTime();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return passed < 10 ? LONGEST_RECOVERY : Duration.ofNanos(good - start);
    }

    private void row(
            Attack attack, ServerProcess server, Bystanders.Seen quiet, Bystanders.Seen meanwhile, Duration recovery)
            throws IOException {
        table.row(
                attack.label(),
                Table.ms(meanwhile.hits().p99()),
                String.format(
                        Locale.ROOT,
                        "%.1f ×",
                        (double) meanwhile.hits().p99().toNanos()
                                / quiet.hits().p99().toNanos()),
                meanwhile.hits().failed() + " of " + meanwhile.hits().count(),
                Table.ms(meanwhile.live().p99()),
                meanwhile.live().failed() + " of " + meanwhile.live().count(),
                Table.mb(server.kilobytes("VmHWM")),
                Table.mb(server.stored() / 1024),
                Long.toString(server.files()),
                String.format(Locale.ROOT, "%.1f s", recovery.toMillis() / 1000.0));
    }
}
