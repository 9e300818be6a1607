package dev.breakwater.probe;

import dev.breakwater.upstream.Outcome;
import dev.breakwater.web.ConnectionTimings;
import dev.breakwater.web.WebException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The required checks, run on the observations of a mirror and of the others. Pure. */
final class MustHaves {
    private final Observations mirror;
    private final Common common;
    private final ProbeJudgement judgement;
    private final Instant now;

    private MustHaves(Observations mirror, Common common, ProbeJudgement judgement, Instant now) {
        this.mirror = mirror;
        this.common = common;
        this.judgement = judgement;
        this.now = now;
    }

    static List<MustHave> of(Observations mirror, Common common, ProbeJudgement judgement, Instant now) {
        MustHaves gates = new MustHaves(mirror, common, judgement, now);
        MustHave answers = gates.answers();
        if (answers.result() == MustHave.MustHaveResult.FAILED) {
            return List.of(
                    answers,
                    gates.tls(),
                    MustHave.undecided(MustHave.Name.CONTENT, "no content received"),
                    MustHave.undecided(MustHave.Name.ABSENCE, "it gave no valid answer"));
        }
        return List.of(answers, gates.tls(), gates.content(), gates.absence());
    }

    private MustHave answers() {
        List<ProbeExchange> all = mirror.exchanges(e -> true);
        long good = all.stream().filter(ProbeExchange::proper).count();
        if (all.stream().anyMatch(e -> e.missing() || (e.found() && telling(e.question())))) {
            return MustHave.passed(MustHave.Name.ANSWERS, good + " of " + all.size() + " requests had a valid answer");
        }
        ConnectionTimings contact = mirror.contact();
        String fault = contact == null || contact.fault() == null ? "" : explained(contact.fault());
        String said = all.isEmpty() ? fault : all.getFirst().outcome().said();
        return MustHave.failed(
                MustHave.Name.ANSWERS,
                all.stream().noneMatch(ProbeExchange::answered)
                        ? "no answer: " + (fault.isEmpty() ? said : fault)
                        : "none of " + all.size() + " requests had a valid answer: " + said);
    }

    /** Whether an answer says that it is such a mirror. */
    private static boolean telling(ProbeQuestion question) {
        return switch (question.expectation()) {
            case CONTENT, LOAD, ABSENCE, EITHER, PART, PROOF, MANNERS -> true;
            case SUPPORT, SERVICE -> false;
        };
    }

    /** The message with its root cause, which tells most for certificates. */
    static String explained(WebException fault) {
        String first = String.valueOf(fault.getMessage());
        Throwable cause = fault.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String last = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
        return first.contains(last) ? first : first + " (" + last + ")";
    }

    private MustHave tls() {
        URI base = mirror.candidate().base();
        if (!"https".equals(base.getScheme())) {
            return MustHave.undecided(
                    MustHave.Name.TLS,
                    "plain http: anyone on the network path can read it, and change content without a hash");
        }
        ConnectionTimings contact = mirror.contact();
        if (contact == null) {
            return MustHave.undecided(MustHave.Name.TLS, "time ran out before it was tested");
        }
        WebException fault = contact.fault();
        if (fault != null
                && contact.tcp() != null
                && contact.tls() == null
                && explained(fault).contains("TLS")) {
            return MustHave.failed(MustHave.Name.TLS, explained(fault));
        }
        if (contact.tls() == null) {
            return MustHave.undecided(MustHave.Name.TLS, "no connection");
        }
        Instant expires = contact.expires();
        String left = expires == null
                ? ""
                : "; its certificate expires in "
                        + Duration.between(now, expires).toDays() + " days";
        return MustHave.passed(MustHave.Name.TLS, contact.version() + " is valid" + left);
    }

    private MustHave content() {
        ProbeJudgement.ContentFacts facts = judgement.content(mirror);
        List<String> wrong = wrong(mirror, facts);
        if (!wrong.isEmpty()) {
            return MustHave.failed(MustHave.Name.CONTENT, some(wrong));
        }
        return facts.compared() == 0
                ? MustHave.undecided(MustHave.Name.CONTENT, facts.undecided())
                : MustHave.passed(MustHave.Name.CONTENT, facts.matched());
    }

    /** All of its content that differs from what was published, or is malformed. */
    static List<String> wrong(Observations mirror, ProbeJudgement.ContentFacts facts) {
        Set<String> wrong = new TreeSet<>(facts.wrong());
        wrong.addAll(mirror.malformed());
        return List.copyOf(wrong);
    }

    private MustHave absence() {
        List<String> denied = denied();
        if (!denied.isEmpty()) {
            return MustHave.failed(MustHave.Name.ABSENCE, "answers 404 for existing files: " + some(denied));
        }
        List<ProbeExchange> asked =
                mirror.exchanges(e -> e.question().expectation() == ProbeQuestion.Expectation.ABSENCE);
        Set<String> unclear = new LinkedHashSet<>();
        for (ProbeExchange exchange : asked) {
            if (exchange.found()) {
                unclear.add("200 for " + exchange.thing() + ", which does not exist");
            } else if (exchange.outcome() instanceof Outcome.Denied
                    || exchange.status() == 200
                    || exchange.outcome().said().contains("HTML")) {
                unclear.add(exchange.outcome().said() + " for " + exchange.thing());
            }
        }
        if (!unclear.isEmpty()) {
            return MustHave.failed(
                    MustHave.Name.ABSENCE, "does not answer 404 for missing files: " + some(List.copyOf(unclear)));
        }
        long honest = asked.stream().filter(ProbeExchange::missing).count();
        if (honest > 0) {
            return MustHave.passed(
                    MustHave.Name.ABSENCE, honest + " of " + asked.size() + " requests for missing files got 404");
        }
        List<ProbeExchange> answered =
                asked.stream().filter(ProbeExchange::answered).toList();
        return answered.isEmpty()
                ? MustHave.undecided(MustHave.Name.ABSENCE, "no answer to requests for missing files")
                : MustHave.failed(
                        MustHave.Name.ABSENCE,
                        "does not answer 404 for missing files: "
                                + answered.getFirst().outcome().said());
    }

    /** The files for which it answers 404 although there is evidence that they exist. */
    private List<String> denied() {
        List<String> denied = new ArrayList<>();
        for (ProbeExchange exchange : mirror.exchanges(ProbeExchange::missing)) {
            String evidence = evidence(exchange);
            if (evidence != null) {
                denied.add(exchange.thing() + ", " + evidence);
            }
        }
        return denied.stream().sorted().distinct().toList();
    }

    private @Nullable String evidence(ProbeExchange exchange) {
        return switch (exchange.question().expectation()) {
            case CONTENT, LOAD -> evidence(mirror, common, judgement, exchange.thing());
            case ABSENCE, EITHER, PART, PROOF, SUPPORT, SERVICE, MANNERS -> null;
        };
    }

    /** The evidence that {@code thing} exists: who has it, or what else proves it; null if there is none. */
    static @Nullable String evidence(Observations mirror, Common common, ProbeJudgement judgement, String thing) {
        Set<String> have = new TreeSet<>(common.have(thing));
        have.remove(mirror.candidate().name());
        List<String> evidence = new ArrayList<>();
        if (!have.isEmpty()) {
            evidence.add("which " + names(List.copyOf(have)) + (have.size() > 1 ? " have" : " has"));
        }
        evidence.addAll(judgement.evidence(mirror, thing));
        return evidence.isEmpty() ? null : String.join(", ", evidence);
    }

    private static String names(List<String> names) {
        return names.size() > 2
                ? names.get(0) + ", " + names.get(1) + " and " + (names.size() - 2) + " more"
                : String.join(" and ", names);
    }

    /** The first two of {@code things}, and how many more there are. */
    static String some(List<String> things) {
        int shown = Math.min(2, things.size());
        String first = String.join("; ", things.subList(0, shown));
        return things.size() > shown ? first + "; and " + (things.size() - shown) + " more" : first;
    }

    static MustHave named(List<MustHave> gates, MustHave.Name name) {
        return Objects.requireNonNull(
                gates.stream().filter(gate -> gate.name() == name).findFirst().orElse(null));
    }
}
