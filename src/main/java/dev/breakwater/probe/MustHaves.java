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
    private final ProbedProtocol terms;
    private final Instant now;

    private MustHaves(Observations mirror, Common common, ProbedProtocol terms, Instant now) {
        this.mirror = mirror;
        this.common = common;
        this.terms = terms;
        this.now = now;
    }

    static List<MustHave> of(Observations mirror, Common common, ProbedProtocol terms, Instant now) {
        MustHaves gates = new MustHaves(mirror, common, terms, now);
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
        if (all.stream().anyMatch(e -> e.missing() || (e.found() && e.question() != ProbeQuestion.SUPPORTED))) {
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
        List<String> wrong = wrong(mirror, common);
        if (!wrong.isEmpty()) {
            return MustHave.failed(MustHave.Name.CONTENT, some(wrong));
        }
        int compared = compared(mirror, common);
        return compared == 0
                ? MustHave.undecided(
                        MustHave.Name.CONTENT,
                        common.anyRecord() ? "it sent no content to compare" : "no checksum record to compare with")
                : MustHave.passed(MustHave.Name.CONTENT, compared + " files match " + common.databaseName());
    }

    /** How many files could be compared with a record. */
    static int compared(Observations mirror, Common common) {
        long zips = mirror.zips().keySet().stream()
                .map(common::vouched)
                .filter(v -> v != null && v.zip() != null)
                .count();
        long goMods = mirror.goMods().keySet().stream()
                .map(common::vouched)
                .filter(v -> v != null && v.goMod() != null)
                .count();
        return (int) (zips + goMods);
    }

    /** All of its content that differs from what was published. */
    static List<String> wrong(Observations mirror, Common common) {
        Set<String> wrong = new TreeSet<>();
        mirror.zips().forEach((subject, zip) -> {
            Observations.Vouched record = common.vouched(subject);
            if (zip.h1() == null) {
                wrong.add("the zip of " + subject + " is not a valid module zip");
            } else if (record != null && record.zip() != null && !record.zip().equals(zip.h1())) {
                wrong.add("the zip of " + subject + " is " + zip.h1() + ", but " + common.databaseName() + " has "
                        + record.zip());
            }
        });
        mirror.goMods().forEach((subject, h1) -> {
            Observations.Vouched record = common.vouched(subject);
            if (record != null && record.goMod() != null && !record.goMod().equals(h1)) {
                wrong.add("the go.mod of " + subject + " does not match " + common.databaseName());
            }
        });
        wrong.addAll(mirror.malformed());
        return List.copyOf(wrong);
    }

    private MustHave absence() {
        List<String> denied = denied();
        if (!denied.isEmpty()) {
            return MustHave.failed(MustHave.Name.ABSENCE, "answers 404 for existing files: " + some(denied));
        }
        List<ProbeExchange> asked = mirror.of(ProbeQuestion.NOTHING);
        Set<String> unclear = new LinkedHashSet<>();
        for (ProbeExchange exchange : asked) {
            if (exchange.found()) {
                unclear.add("200 for " + exchange.path() + ", which does not exist");
            } else if (exchange.outcome() instanceof Outcome.Denied
                    || exchange.status() == 200
                    || exchange.outcome().said().contains("HTML")) {
                unclear.add(exchange.outcome().said() + " for " + exchange.path());
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
                denied.add(exchange.path() + ", " + evidence);
            }
        }
        return denied.stream().sorted().distinct().toList();
    }

    private @Nullable String evidence(ProbeExchange exchange) {
        return switch (exchange.question()) {
            case LIST, INFO, MOD, ZIP, HOT, COLD, CROWD -> evidence(mirror, common, terms, exchange.path());
            case LATEST, NOTHING, MANNERS, RANGE, SUPPORTED, HEAD, LOOKUP, TILE -> null;
        };
    }

    /** The evidence that {@code path} exists: who has it, or that it is listed or recorded; null if there is none. */
    static @Nullable String evidence(Observations mirror, Common common, ProbedProtocol terms, String path) {
        Set<String> have = new TreeSet<>(common.have(path));
        have.remove(mirror.candidate().name());
        List<String> evidence = new ArrayList<>();
        if (!have.isEmpty()) {
            evidence.add("which " + names(List.copyOf(have)) + (have.size() > 1 ? " have" : " has"));
        }
        common.subjects().stream()
                .filter(s -> List.of("info", "mod", "zip").stream()
                        .anyMatch(kind ->
                                terms.file(s.module(), s.version(), kind).equals(path)))
                .findFirst()
                .ifPresent(subject -> {
                    if (common.vouched(subject) != null) {
                        evidence.add("of which " + common.databaseName() + " has a record");
                    }
                    if (mirror.lists().getOrDefault(subject.module(), List.of()).contains(subject.version())) {
                        evidence.add("which its own list names");
                    }
                });
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
