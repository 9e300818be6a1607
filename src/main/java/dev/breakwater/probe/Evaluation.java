package dev.breakwater.probe;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.event.Events;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One evaluation of several mirrors in parallel. It ends in time whatever they do: each step has a time limit, and the report
 * is made of the observations until then.
 */
public final class Evaluation {
    /** The share of the time that the lists may take, in percent. */
    private static final int LISTS = 40;

    /** Reserved for comparisons after all questions, and for the report. */
    private static final Duration COMPARING = Duration.ofSeconds(2);

    private static final Duration LAST = Duration.ofMillis(500);

    private static final Duration TELLING = Duration.ofMillis(200);

    private final ProbePlan plan;
    private final ProbePlan.Tools tools;
    private final ArchiveFolder folder;
    private final Instant began;
    private final Instant end;
    private final ProbeSession session;
    private final List<Observations> mirrors = new ArrayList<>();
    private final List<MirrorVisit> visits = new ArrayList<>();

    /** Everything that is asked: the mirrors and the format's further sources. */
    private final List<ProbeSteps> asked = new CopyOnWriteArrayList<>();

    private Evaluation(ProbePlan plan, ProbePlan.Tools tools, ArchiveFolder folder) {
        this.plan = plan;
        this.folder = folder;
        this.tools = tools;
        this.began = tools.steady().instant();
        this.end = began.plus(plan.bounds().time()).minus(LAST);
        this.session = plan.questions().begin(new QuestionSet.SessionSetup(plan.sample(), tools.clock(), this::steps));
        for (Candidate candidate : plan.candidates()) {
            ProbeSteps steps = steps(candidate);
            mirrors.add(steps.notebook());
            visits.add(session.visit(steps));
        }
    }

    private ProbeSteps steps(Candidate candidate) {
        Allowance allowance = new Allowance(plan.bounds().traffic(), end, tools.steady());
        Observations notebook = new Observations(candidate, allowance);
        ProbeClient asker = new ProbeClient(candidate, tools.web(), allowance, tools.steady(), notebook);
        ProbeSteps steps = new ProbeSteps(plan.bounds(), folder, asker, notebook);
        asked.add(steps);
        return steps;
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
        for (ProbeSteps each : asked) {
            requests += each.notebook().exchanges().size();
            bytes += each.notebook().allowance().used();
        }
        progress.asked(requests, bytes);
    }

    private ProbeReport run() throws InterruptedException {
        Instant at = tools.clock().instant();
        List<Runnable> arrivals = new ArrayList<>();
        visits.forEach(visit -> arrivals.add(visit::arrive));
        arrivals.addAll(session.beforehand());
        side(arrivals, left().multipliedBy(LISTS).dividedBy(100));
        ProbedNames names = plan.prober().names();
        SampleChoice choice = SampleChoice.of(
                plan.sample(), mirrors.stream().map(Observations::lists).toList(), names, new Random(plan.seed()));
        List<Runnable> examinations = new ArrayList<>();
        visits.forEach(visit -> examinations.add(() -> visit.examine(choice)));
        examinations.addAll(session.examinations(choice));
        side(examinations, left().minus(COMPARING));
        side(session.comparisons(), left());
        asked.forEach(each -> each.asker().allowance().cancellation().cancel());
        Duration took = Duration.between(began, tools.steady().instant());
        Common common = new Common(mirrors, names::compare);
        return new Assessment(plan, choice, at, took).report(common, session.judgement(common));
    }

    private Duration left() {
        Duration left = Duration.between(tools.steady().instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void side(List<Runnable> tasks, Duration within) throws InterruptedException {
        BoundedTasks.all(tasks, Math.max(1, tasks.size()), within.isNegative() ? Duration.ZERO : within);
    }
}
