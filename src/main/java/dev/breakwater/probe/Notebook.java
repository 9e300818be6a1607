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
 * What was learnt of one mirror, as it comes in. Nothing is judged here. Many threads write; whoever reads gets copies, so
 * that a report can be made at any moment, whatever still hangs.
 */
final class Notebook {
    /**
     * A zip that was fetched.
     *
     * @param sha256 of its bytes
     * @param h1 its hash as a checksum database has it; null where it is no proper zip of that version
     */
    record Zip(String sha256, long size, @Nullable String h1) {}

    /** What a checksum database vouches for, by a record that was proven to be in it. */
    record Vouched(@Nullable String zip, @Nullable String goMod) {}

    /**
     * Many at once.
     *
     * @param atOnce how many
     * @param good how many of them got what they asked for
     * @param p95 milliseconds to the first byte
     */
    record Crowd(int atOnce, int good, double p95) {}

    private final Candidate candidate;
    private final Allowance allowance;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<Question, List<Double>> rates = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();
    private final Map<Subject, Terms.Told> infos = new HashMap<>();
    private final Map<Subject, String> goMods = new HashMap<>();
    private final Map<Subject, Zip> zips = new HashMap<>();
    private final Map<Subject, Vouched> vouched = new HashMap<>();
    private final List<String> malformed = new ArrayList<>();
    private final List<String> forged = new ArrayList<>();
    private final List<String> manners = new ArrayList<>();
    private final List<Crowd> crowds = new ArrayList<>();
    private byte @Nullable [] head;
    private @Nullable ConnectionTimings contact;

    Notebook(Candidate candidate, Allowance allowance) {
        this.candidate = candidate;
        this.allowance = allowance;
    }

    Candidate candidate() {
        return candidate;
    }

    Allowance allowance() {
        return allowance;
    }

    synchronized void note(Exchange exchange) {
        exchanges.add(exchange);
    }

    synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Those of the exchanges that {@code which} holds for and that say something of the mirror. */
    synchronized List<Exchange> exchanges(Predicate<Exchange> which) {
        return exchanges.stream().filter(Exchange::counts).filter(which).toList();
    }

    List<Exchange> of(Question question) {
        return exchanges(e -> e.question() == question);
    }

    List<Exchange> of(Traffic traffic) {
        return exchanges(e -> e.question().traffic() == traffic);
    }

    synchronized void rates(Question question, List<Double> bytesPerSecond) {
        rates.computeIfAbsent(question, q -> new ArrayList<>()).addAll(bytesPerSecond);
    }

    synchronized List<Double> rates(Question question) {
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

    synchronized void info(Subject subject, Terms.Told told) {
        infos.put(subject, told);
    }

    synchronized Map<Subject, Terms.Told> infos() {
        return Map.copyOf(infos);
    }

    synchronized void goMod(Subject subject, String h1) {
        goMods.put(subject, h1);
    }

    synchronized Map<Subject, String> goMods() {
        return Map.copyOf(goMods);
    }

    synchronized void zip(Subject subject, Zip zip) {
        zips.put(subject, zip);
    }

    synchronized Map<Subject, Zip> zips() {
        return Map.copyOf(zips);
    }

    synchronized void vouched(Subject subject, Vouched record) {
        vouched.put(subject, record);
    }

    synchronized Map<Subject, Vouched> vouched() {
        return Map.copyOf(vouched);
    }

    /** Something that makes no sense in its place; {@code what} names the thing. */
    synchronized void malformed(String what) {
        malformed.add(what);
    }

    synchronized List<String> malformed() {
        return List.copyOf(malformed);
    }

    /** Something of the checksum database that does not hold. */
    synchronized void forged(String what) {
        forged.add(what);
    }

    synchronized List<String> forged() {
        return List.copyOf(forged);
    }

    /** A word on how it speaks HTTP. */
    synchronized void manners(String word) {
        manners.add(word);
    }

    synchronized List<String> manners() {
        return List.copyOf(manners);
    }

    synchronized void crowd(Crowd crowd) {
        crowds.add(crowd);
    }

    synchronized List<Crowd> crowds() {
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
