package dev.breakwater.probe;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Events;
import dev.breakwater.sumdb.HeadRelation;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.upstream.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of several mirrors in parallel. It ends in time whatever they do: each step has a time limit, and the report
 * is made of the observations until then.
 */
public final class Evaluation {
    /** The share of the time that the lists may take, in percent. */
    private static final int LISTS = 40;

    /** Reserved for comparing the heads of the checksum database, and for the report. */
    private static final Duration HEADS = Duration.ofSeconds(2);

    private static final Duration LAST = Duration.ofMillis(500);

    private static final Duration TELLING = Duration.ofMillis(200);

    private record EvaluatedMirror(
            MirrorProbe visit, @Nullable DatabaseProbe database) {
        Observations notebook() {
            return visit.notebook();
        }
    }

    private final ProbePlan plan;
    private final ProbePlan.Tools tools;
    private final ArchiveFolder folder;
    private final Instant began;
    private final Instant end;
    private final @Nullable VerifierKey key;
    private final List<EvaluatedMirror> guests = new ArrayList<>();
    private final List<EvaluatedMirror> hosts = new ArrayList<>();
    private final Map<Observations, List<String>> forks = new HashMap<>();
    private final List<RecentVersions.RecentVersion> recent = new CopyOnWriteArrayList<>();
    private final List<Allowance> allowances = new ArrayList<>();

    private Evaluation(ProbePlan plan, ProbePlan.Tools tools, ArchiveFolder folder) {
        this.plan = plan;
        this.folder = folder;
        this.tools = tools;
        this.began = tools.steady().instant();
        this.end = began.plus(plan.bounds().time()).minus(LAST);
        ProbePlan.PlannedDatabase database = plan.database();
        this.key = database == null ? null : VerifierKey.parse(database.key());
        plan.candidates()
                .forEach(candidate -> guests.add(guest(candidate, key == null ? "" : "sumdb/" + key.name() + "/")));
        if (database != null) {
            database.hosts().forEach(host -> hosts.add(guest(host, "")));
        }
    }

    private EvaluatedMirror guest(Candidate candidate, String prefix) {
        Allowance allowance = new Allowance(plan.bounds().traffic(), end, tools.steady());
        allowances.add(allowance);
        Observations notebook = new Observations(candidate, allowance);
        ProbeClient asker = new ProbeClient(candidate, tools.web(), allowance, tools.steady(), notebook);
        return new EvaluatedMirror(
                new MirrorProbe(plan.sample(), tools.terms(), plan.bounds(), folder, asker, notebook),
                key == null ? null : new DatabaseProbe(asker, notebook, tools.terms(), key, prefix, tools.clock()));
    }

    /**
     * Evaluates the mirrors; returns within the time limit.
     *
     * @throws IOException if there is no room for temporary archives
     */
    public static ProbeReport of(ProbePlan plan, ProbePlan.Tools tools, ProbePlan.ProbeListener progress)
            throws IOException, InterruptedException {
        try (ArchiveFolder folder = ArchiveFolder.create()) {
            Evaluation evaluation = new Evaluation(plan, tools, folder);
            try (Periodic telling = evaluation.telling(progress)) {
                telling.start();
                return evaluation.run();
            }
        }
    }

    private Periodic telling(ProbePlan.ProbeListener progress) {
        Periodic.PeriodicTask task = new Periodic.PeriodicTask() {
            @Override
            public void first() {
                tell(progress);
            }

            @Override
            public void run() {
                tell(progress);
            }
        };
        return new Periodic("probe-progress", TELLING, task, Events.NONE);
    }

    private void tell(ProbePlan.ProbeListener progress) {
        int requests = 0;
        long bytes = 0;
        for (EvaluatedMirror guest : all()) {
            requests += guest.notebook().exchanges().size();
            bytes += guest.notebook().allowance().used();
        }
        progress.asked(requests, bytes);
    }

    private ProbeReport run() throws InterruptedException {
        Instant at = tools.clock().instant();
        List<Runnable> arrivals = new ArrayList<>();
        guests.forEach(guest -> arrivals.add(guest.visit()::arrive));
        if (plan.index() != null) {
            arrivals.add(() -> index(at));
        }
        side(arrivals, left().multipliedBy(LISTS).dividedBy(100));
        SampleChoice choice = SampleChoice.of(
                plan.sample(),
                guests.stream().map(guest -> guest.notebook().lists()).toList(),
                tools.terms(),
                new Random(plan.seed()));
        side(examinations(choice), left().minus(HEADS));
        compareHeads();
        allowances.forEach(allowance -> allowance.cancellation().cancel());
        Duration took = Duration.between(began, tools.steady().instant());
        return new Assessment(plan, tools.terms(), choice, at, took)
                .report(guests.stream().map(EvaluatedMirror::notebook).toList(), hosts(), forks, List.copyOf(recent));
    }

    private List<Observations> hosts() {
        return hosts.stream().map(EvaluatedMirror::notebook).toList();
    }

    private Duration left() {
        Duration left = Duration.between(tools.steady().instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void side(List<Runnable> tasks, Duration within) throws InterruptedException {
        BoundedTasks.all(tasks, Math.max(1, tasks.size()), within.isNegative() ? Duration.ZERO : within);
    }

    private List<Runnable> examinations(SampleChoice choice) {
        List<SampleVersion> recorded = new ArrayList<>(choice.small());
        recorded.addAll(choice.large());
        List<Runnable> tasks = new ArrayList<>();
        for (EvaluatedMirror guest : guests) {
            tasks.add(() -> guest.visit().examine(choice));
            recent.forEach(
                    entry -> tasks.add(() -> guest.visit().list(entry.subject().module())));
        }
        for (EvaluatedMirror guest : all()) {
            DatabaseProbe database = guest.database();
            if (database != null) {
                tasks.add(() -> {
                    try {
                        database.examine(recorded);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("a probe is never interrupted", e);
                    }
                });
            }
        }
        return tasks;
    }

    private List<EvaluatedMirror> all() {
        List<EvaluatedMirror> all = new ArrayList<>(guests);
        all.addAll(hosts);
        return all;
    }

    private void index(Instant now) {
        Candidate feed = new Candidate(
                "index", Objects.requireNonNull(plan.index()), "index", Map.of(), null, Mirror.MirrorLimits.USUAL);
        Allowance allowance = new Allowance(plan.bounds().traffic(), end, tools.steady());
        Observations notebook = new Observations(feed, allowance);
        ProbeClient asker = new ProbeClient(feed, tools.web(), allowance, tools.steady(), notebook);
        recent.addAll(new RecentVersions(asker, tools.terms()).recent(now));
    }

    /** Compares each head of the checksum database with all others: a mirror whose history no other has is wrong. */
    private void compareHeads() throws InterruptedException {
        List<EvaluatedMirror> told = all().stream()
                .filter(guest -> guest.database() != null && guest.notebook().head() != null)
                .toList();
        Map<EvaluatedMirror, List<String>> against = new HashMap<>();
        List<Runnable> tasks = new ArrayList<>();
        for (EvaluatedMirror guest : told) {
            List<String> whys = new CopyOnWriteArrayList<>();
            against.put(guest, whys);
            for (EvaluatedMirror other : told) {
                if (!guest.equals(other)) {
                    tasks.add(() -> compare(guest, other, whys));
                }
            }
        }
        side(tasks, left());
        against.forEach((guest, whys) -> {
            if (whys.size() * 2 > told.size() - 1) {
                forks.put(guest.notebook(), List.of(whys.getFirst()));
            }
        });
    }

    private static void compare(EvaluatedMirror guest, EvaluatedMirror other, List<String> whys) {
        byte[] head = Objects.requireNonNull(other.notebook().head());
        try {
            String who = other.notebook().candidate().name();
            if (Objects.requireNonNull(guest.database()).compare(who, head) instanceof HeadRelation.ForkedHead) {
                whys.add("its tree head belongs to a different history than that of " + who);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a probe is never interrupted", e);
        }
    }
}
