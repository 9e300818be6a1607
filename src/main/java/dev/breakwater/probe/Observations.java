package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.ConnectionTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one mirror that every format makes, as they come in. It contains no verdicts. Many threads write; readers get copies, so that a
 * report can be made at any moment, even if requests hang.
 */
public final class Observations {
    /**
     * A load test of concurrent requests.
     *
     * @param atOnce how many
     * @param good how many of them had the right answer
     * @param p95 milliseconds to the first byte
     */
    record CrowdRun(int atOnce, int good, double p95) {}

    private final Candidate candidate;
    private final Allowance allowance;
    private final List<ProbeExchange> exchanges = new ArrayList<>();
    private final Map<ProbeQuestion, List<Double>> rates = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();
    private final Map<SampleVersion, Optional<Instant>> existing = new HashMap<>();
    private final List<String> malformed = new ArrayList<>();
    private final List<String> manners = new ArrayList<>();
    private final List<CrowdRun> crowds = new ArrayList<>();
    private @Nullable ConnectionTimings contact;

    Observations(Candidate candidate, Allowance allowance) {
        this.candidate = candidate;
        this.allowance = allowance;
    }

    /** The mirror. */
    public Candidate candidate() {
        return candidate;
    }

    Allowance allowance() {
        return allowance;
    }

    synchronized void note(ProbeExchange exchange) {
        exchanges.add(exchange);
    }

    synchronized List<ProbeExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** The exchanges that match {@code which} and say something about the mirror. */
    synchronized List<ProbeExchange> exchanges(Predicate<ProbeExchange> which) {
        return exchanges.stream().filter(ProbeExchange::counts).filter(which).toList();
    }

    /** The exchanges of that kind that say something about the mirror. */
    public List<ProbeExchange> of(ProbeQuestion question) {
        return exchanges(e -> e.question().equals(question));
    }

    /** The exchanges of that class that say something about the mirror. */
    public List<ProbeExchange> of(Traffic traffic) {
        return exchanges(e -> e.question().traffic() == traffic);
    }

    synchronized void rates(ProbeQuestion question, List<Double> bytesPerSecond) {
        rates.computeIfAbsent(question, q -> new ArrayList<>()).addAll(bytesPerSecond);
    }

    synchronized List<Double> rates(ProbeQuestion question) {
        return List.copyOf(rates.getOrDefault(question, List.of()));
    }

    /** Records the versions of a package that it lists. */
    public synchronized void list(String module, List<String> versions) {
        lists.put(module, versions);
    }

    /** The versions that it lists, by package. */
    public synchronized Map<String, List<String>> lists() {
        return Map.copyOf(lists);
    }

    /** Records the version that it names for {@code what}, such as a package's latest one. */
    public synchronized void latest(String what, String version) {
        latest.put(what, version);
    }

    /** The versions that it names, by what they are named for. */
    public synchronized Map<String, String> latest() {
        return Map.copyOf(latest);
    }

    /** Records that it has a version, which was published at that time; null if it does not say. */
    public synchronized void exists(SampleVersion subject, @Nullable Instant published) {
        existing.put(subject, Optional.ofNullable(published));
    }

    /** The versions that it has, and when they were published as far as it says. */
    public synchronized Map<SampleVersion, Optional<Instant>> existing() {
        return Map.copyOf(existing);
    }

    /** Records a malformed answer; {@code what} names it. */
    public synchronized void malformed(String what) {
        malformed.add(what);
    }

    synchronized List<String> malformed() {
        return List.copyOf(malformed);
    }

    /** Records an observation of its HTTP behaviour. */
    public synchronized void manners(String word) {
        manners.add(word);
    }

    synchronized List<String> manners() {
        return List.copyOf(manners);
    }

    synchronized void crowd(CrowdRun crowd) {
        crowds.add(crowd);
    }

    synchronized List<CrowdRun> crowds() {
        return List.copyOf(crowds);
    }

    synchronized void contact(ConnectionTimings made) {
        contact = made;
    }

    synchronized @Nullable ConnectionTimings contact() {
        return contact;
    }
}
