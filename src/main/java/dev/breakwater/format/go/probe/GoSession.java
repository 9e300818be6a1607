package dev.breakwater.format.go.probe;

import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.Common;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.probe.ProbeSession;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.QuestionSet;
import dev.breakwater.probe.SampleChoice;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.sumdb.HeadRelation;
import dev.breakwater.sumdb.VerifierKey;
import dev.breakwater.upstream.Mirror;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An evaluation of module mirrors, with the hosts of the checksum database and an index feed beside them. */
final class GoSession implements ProbeSession {
    private final GoQuestions questions;
    private final GoTerms terms;
    private final QuestionSet.SessionSetup setup;
    private final @Nullable VerifierKey key;
    private final List<GoVisit> visits = new ArrayList<>();
    private final List<GoObservations> mirrors = new ArrayList<>();
    private final List<GoObservations> hosts = new ArrayList<>();
    private final List<DatabaseProbe> databases = new ArrayList<>();
    private final List<RecentVersions.RecentVersion> recent = new CopyOnWriteArrayList<>();

    /** Those that had told a head when the comparisons began. */
    private List<DatabaseProbe> told = List.of();

    GoSession(GoQuestions questions, GoTerms terms, QuestionSet.SessionSetup setup) {
        this.questions = questions;
        this.terms = terms;
        this.setup = setup;
        PlannedDatabase database = questions.database();
        this.key = database == null ? null : VerifierKey.parse(database.key());
        if (database != null) {
            for (Candidate host : database.hosts()) {
                ProbeSteps steps = setup.sources().to(host);
                GoObservations observed = new GoObservations(steps.notebook());
                hosts.add(observed);
                examined(steps, observed, "");
            }
        }
    }

    @Override
    public MirrorVisit visit(ProbeSteps steps) {
        GoObservations observed = new GoObservations(steps.notebook());
        GoVisit visit = new GoVisit(setup.sample().modules(), terms, steps, observed);
        mirrors.add(observed);
        visits.add(visit);
        examined(steps, observed, key == null ? "" : "sumdb/" + key.name() + "/");
        return visit;
    }

    private void examined(ProbeSteps steps, GoObservations observed, String prefix) {
        if (key != null) {
            databases.add(new DatabaseProbe(steps, observed, terms, key, prefix, setup.clock()));
        }
    }

    @Override
    public List<Runnable> beforehand() {
        URI index = questions.index();
        return index == null ? List.of() : List.of(() -> read(index));
    }

    private void read(URI index) {
        Candidate feed = new Candidate("index", index, "index", Map.of(), null, Mirror.MirrorLimits.USUAL);
        recent.addAll(new RecentVersions(setup.sources().to(feed).asker(), terms, questions.secret())
                .recent(setup.clock().instant()));
    }

    @Override
    public List<Runnable> examinations(SampleChoice choice) {
        List<SampleVersion> recorded = new ArrayList<>(choice.small());
        recorded.addAll(choice.large());
        List<Runnable> tasks = new ArrayList<>();
        for (GoVisit visit : visits) {
            recent.forEach(entry -> tasks.add(() -> visit.list(entry.subject().module())));
        }
        for (DatabaseProbe database : databases) {
            tasks.add(() -> {
                try {
                    database.examine(recorded);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("a probe is never interrupted", e);
                }
            });
        }
        return tasks;
    }

    /** Compares each head of the checksum database with all others: a mirror whose history no other has is wrong. */
    @Override
    public List<Runnable> comparisons() {
        told = databases.stream()
                .filter(database -> database.notebook().head() != null)
                .toList();
        List<Runnable> tasks = new ArrayList<>();
        for (DatabaseProbe one : told) {
            for (DatabaseProbe other : told) {
                if (!one.equals(other)) {
                    tasks.add(() -> compare(one, other));
                }
            }
        }
        return tasks;
    }

    private static void compare(DatabaseProbe one, DatabaseProbe other) {
        byte[] head = Objects.requireNonNull(other.notebook().head());
        try {
            String who = other.notebook().general().candidate().name();
            if (one.compare(who, head) instanceof HeadRelation.ForkedHead) {
                one.notebook().fork("its tree head belongs to a different history than that of " + who);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a probe is never interrupted", e);
        }
    }

    @Override
    public ProbeJudgement judgement(Common common) {
        return new GoJudgement(mirrors, hosts, terms, key, common, told.size(), List.copyOf(recent));
    }
}
