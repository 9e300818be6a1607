package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import dev.breakwater.web.ConnectionTimings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The observations of one mirror, as they come in. It contains no verdicts. Many threads write; readers get copies, so that a
 * report can be made at any moment, even if requests hang.
 */
final class Observations {
    /**
     * A zip that was fetched.
     *
     * @param sha256 of its bytes
     * @param h1 its hash in the form of a checksum database; null if it is not a valid zip of that version
     */
    record ZipTiming(String sha256, long size, @Nullable String h1) {}

    /** The hashes in a checksum database's record, which was proven to be in it. */
    record Vouched(@Nullable String zip, @Nullable String goMod) {}

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
    private final Map<SampleVersion, ProbedProtocol.LatestClaim> infos = new HashMap<>();
    private final Map<SampleVersion, String> goMods = new HashMap<>();
    private final Map<SampleVersion, ZipTiming> zips = new HashMap<>();
    private final Map<SampleVersion, Vouched> vouched = new HashMap<>();
    private final List<String> malformed = new ArrayList<>();
    private final List<String> forged = new ArrayList<>();
    private final List<String> manners = new ArrayList<>();
    private final List<CrowdRun> crowds = new ArrayList<>();
    private byte @Nullable [] head;
    private @Nullable ConnectionTimings contact;

    Observations(Candidate candidate, Allowance allowance) {
        this.candidate = candidate;
        this.allowance = allowance;
    }

    Candidate candidate() {
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

    List<ProbeExchange> of(ProbeQuestion question) {
        return exchanges(e -> e.question() == question);
    }

    List<ProbeExchange> of(Traffic traffic) {
        return exchanges(e -> e.question().traffic() == traffic);
    }

    synchronized void rates(ProbeQuestion question, List<Double> bytesPerSecond) {
        rates.computeIfAbsent(question, q -> new ArrayList<>()).addAll(bytesPerSecond);
    }

    synchronized List<Double> rates(ProbeQuestion question) {
        return List.copyOf(rates.getOrDefault(question, List.of()));
    }

    synchronized void list(String module, List<String> versions) {
        lists.put(module, versions);
    }

    synchronized Map<String, List<String>> lists() {
        return Map.copyOf(lists);
    }

    synchronized void latest(String module, String version) {
        latest.put(module, version);
    }

    synchronized Map<String, String> latest() {
        return Map.copyOf(latest);
    }

    synchronized void info(SampleVersion subject, ProbedProtocol.LatestClaim told) {
        infos.put(subject, told);
    }

    synchronized Map<SampleVersion, ProbedProtocol.LatestClaim> infos() {
        return Map.copyOf(infos);
    }

    synchronized void goMod(SampleVersion subject, String h1) {
        goMods.put(subject, h1);
    }

    synchronized Map<SampleVersion, String> goMods() {
        return Map.copyOf(goMods);
    }

    synchronized void zip(SampleVersion subject, ZipTiming zip) {
        zips.put(subject, zip);
    }

    synchronized Map<SampleVersion, ZipTiming> zips() {
        return Map.copyOf(zips);
    }

    synchronized void vouched(SampleVersion subject, Vouched record) {
        vouched.put(subject, record);
    }

    synchronized Map<SampleVersion, Vouched> vouched() {
        return Map.copyOf(vouched);
    }

    /** Records a malformed answer; {@code what} names it. */
    synchronized void malformed(String what) {
        malformed.add(what);
    }

    synchronized List<String> malformed() {
        return List.copyOf(malformed);
    }

    /** Records a wrong answer about the checksum database. */
    synchronized void forged(String what) {
        forged.add(what);
    }

    synchronized List<String> forged() {
        return List.copyOf(forged);
    }

    /** Records an observation of its HTTP behaviour. */
    synchronized void manners(String word) {
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

    synchronized void head(byte[] note) {
        head = note;
    }

    synchronized byte @Nullable [] head() {
        return head;
    }

    synchronized void contact(ConnectionTimings made) {
        contact = made;
    }

    synchronized @Nullable ConnectionTimings contact() {
        return contact;
    }
}
