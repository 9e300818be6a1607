package dev.breakwater.format.go.probe;

import dev.breakwater.probe.CommonQuestion;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.Observations;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeClient;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.SampleChoice;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The questions to one module mirror: its lists, and once all mirrors' lists are known, everything else. */
final class GoVisit implements MirrorVisit {
    private final List<String> modules;
    private final GoTerms terms;
    private final ProbeSteps steps;
    private final ProbeClient asker;
    private final Observations notebook;
    private final GoObservations observed;

    /** {@code modules} are those of the sample; what only a module mirror can show goes to {@code observed}. */
    GoVisit(List<String> modules, GoTerms terms, ProbeSteps steps, GoObservations observed) {
        this.modules = modules;
        this.terms = terms;
        this.steps = steps;
        this.asker = steps.asker();
        this.notebook = steps.notebook();
        this.observed = observed;
    }

    @Override
    public void arrive() {
        steps.meet(terms.listPath(modules.getFirst()));
        List<Runnable> tasks = new ArrayList<>();
        modules.forEach(module -> tasks.add(() -> list(module)));
        modules.forEach(module -> tasks.add(() -> latest(module)));
        steps.together(tasks, ProbeSteps.GENTLY);
    }

    /** Requests one list. */
    void list(String module) {
        ProbeExchange exchange = asker.ask(ProbeAsk.of(GoQuestion.LIST, terms.listPath(module)));
        if (exchange.body() != null) {
            terms.listed(module, exchange.body())
                    .ifPresentOrElse(
                            versions -> notebook.list(module, versions),
                            () -> notebook.malformed("the list of " + module + " is not a valid list"));
        }
    }

    private void latest(String module) {
        ProbeExchange exchange = asker.ask(ProbeAsk.of(GoQuestion.LATEST, terms.latest(module)));
        told(module + "@latest", exchange).ifPresent(told -> notebook.latest(module, told.version()));
    }

    private Optional<GoTerms.LatestClaim> told(String what, ProbeExchange exchange) {
        if (exchange.body() == null) {
            return Optional.empty();
        }
        Optional<GoTerms.LatestClaim> told = terms.told(exchange.body());
        if (told.isEmpty()) {
            notebook.malformed("the info of " + what + " is not a valid info");
        }
        return told;
    }

    @Override
    public void examine(SampleChoice choice) {
        if (!steps.answers()) {
            return;
        }
        List<Runnable> tasks = new ArrayList<>();
        List<SampleVersion> all = new ArrayList<>(choice.small());
        choice.contested().stream().filter(this::names).forEach(all::add);
        all.forEach(subject -> tasks.add(() -> info(subject)));
        choice.small().forEach(subject -> tasks.add(() -> goMod(subject)));
        nothing(choice).forEach(path -> tasks.add(() -> asker.ask(ProbeAsk.of(CommonQuestion.NOTHING, path))));
        steps.together(tasks, ProbeSteps.GENTLY);
        steps.together(
                choice.small().stream()
                        .<Runnable>map(subject ->
                                () -> steps.small(zip(CommonQuestion.SMALL, subject), archive -> zip(subject, archive)))
                        .toList(),
                ProbeSteps.ARCHIVES);
        steps.manners(
                GoQuestion.INFO,
                choice.small().stream()
                        .findFirst()
                        .map(subject -> ProbeAsk.of(GoQuestion.LIST, terms.listPath(subject.module()))));
        steps.crowds(GoQuestion.INFO);
        SampleVersion hot = choice.hot();
        if (hot != null) {
            steps.large(CommonQuestion.HOT, zip(CommonQuestion.HOT, hot), archive -> zip(hot, archive));
        }
        SampleVersion cold = choice.cold();
        if (cold != null) {
            steps.large(CommonQuestion.COLD, zip(CommonQuestion.COLD, cold), archive -> zip(cold, archive));
        }
    }

    private boolean names(SampleVersion subject) {
        return notebook.lists().getOrDefault(subject.module(), List.of()).contains(subject.version());
    }

    private ProbeAsk file(ProbeQuestion question, SampleVersion subject, String kind) {
        return ProbeAsk.of(question, terms.file(subject.module(), subject.version(), kind));
    }

    private void info(SampleVersion subject) {
        ProbeExchange exchange = asker.ask(file(GoQuestion.INFO, subject, "info"));
        told(subject.toString(), exchange).ifPresent(told -> {
            if (told.version().equals(subject.version())) {
                notebook.exists(subject, told.time());
            } else {
                notebook.malformed("the info of " + subject + " names the version " + told.version());
            }
        });
    }

    private void goMod(SampleVersion subject) {
        ProbeExchange exchange = asker.ask(file(GoQuestion.MOD, subject, "mod"));
        if (exchange.body() != null) {
            observed.goMod(subject, terms.goMod(exchange.body()));
        }
    }

    /** Content that does not exist: a version of an existing module, and a module of a domain that has none (RFC 2606). */
    private List<String> nothing(SampleChoice choice) {
        String none = "example.com/no/such/module";
        List<String> paths = new ArrayList<>(List.of(terms.listPath(none), terms.file(none, "v1.0.0", "info")));
        choice.small().stream().limit(2).forEach(subject -> {
            String major = subject.version().split("\\.", -1)[0];
            paths.add(terms.file(subject.module(), major + ".99999.99999", "info"));
        });
        return paths;
    }

    private ProbeAsk zip(CommonQuestion question, SampleVersion subject) {
        return file(question, subject, "zip");
    }

    private void zip(SampleVersion subject, Content archive) throws IOException {
        String h1 = terms.zip(subject.module(), subject.version(), archive).orElse(null);
        observed.zip(subject, new GoObservations.ZipHash(archive.sha256().hex(), h1));
    }
}
