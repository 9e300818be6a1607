package dev.breakwater.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answers of all mirrors together, to compare each mirror with. Read after all requests. */
final class Common {
    private final List<Observations> mirrors;
    private final ProbedProtocol terms;
    private final String databaseName;
    private final Map<SampleVersion, Observations.Vouched> vouched = new HashMap<>();
    private final Map<SampleVersion, ProbedProtocol.LatestClaim> infos = new HashMap<>();
    private final Map<String, Set<String>> found = new HashMap<>();

    /** {@code others} are asked only for records: the database's own hosts. */
    Common(List<Observations> mirrors, List<Observations> others, ProbedProtocol terms, String databaseName) {
        this.mirrors = List.copyOf(mirrors);
        this.terms = terms;
        this.databaseName = databaseName;
        others.forEach(each -> each.vouched().forEach(vouched::putIfAbsent));
        for (Observations mirror : mirrors) {
            mirror.vouched().forEach(vouched::putIfAbsent);
            mirror.infos().forEach(infos::putIfAbsent);
            mirror.exchanges(ProbeExchange::found)
                    .forEach(e -> found.computeIfAbsent(e.path(), p -> new TreeSet<>())
                            .add(mirror.candidate().name()));
        }
    }

    List<Observations> mirrors() {
        return mirrors;
    }

    String databaseName() {
        return databaseName;
    }

    /** The proven record; null if there is none. */
    Observations.@Nullable Vouched vouched(SampleVersion subject) {
        return vouched.get(subject);
    }

    /** Every version that a mirror or record is known to have. */
    Set<SampleVersion> subjects() {
        Set<SampleVersion> all = new HashSet<>(vouched.keySet());
        all.addAll(infos.keySet());
        return all;
    }

    boolean anyRecord() {
        return !vouched.isEmpty();
    }

    /** The mirrors that have {@code path}. */
    Set<String> have(String path) {
        return found.getOrDefault(path, Set.of());
    }

    /** The existing versions of {@code module}: two lists name them, or their info was received. */
    Set<String> union(String module) {
        Set<String> union = new TreeSet<>(terms::compare);
        SampleChoice.named(module, lists(), terms).forEach((version, times) -> {
            if (times > 1 || infos.containsKey(new SampleVersion(module, version))) {
                union.add(version);
            }
        });
        return union;
    }

    private Collection<Map<String, List<String>>> lists() {
        return mirrors.stream().map(Observations::lists).toList();
    }

    /** The versions that {@code mirror}'s lists lack, newest first. */
    List<SampleVersion> missing(Observations mirror) {
        List<SampleVersion> missing = new ArrayList<>();
        mirror.lists().forEach((module, own) -> {
            Set<String> listed = new HashSet<>(own);
            union(module).stream()
                    .filter(version -> !listed.contains(version))
                    .forEach(version -> missing.addFirst(new SampleVersion(module, version)));
        });
        return missing;
    }

    /** Whether {@code subject} is newer than everything that {@code mirror} lists of its module. */
    boolean ahead(SampleVersion subject, Observations mirror) {
        return mirror.lists().getOrDefault(subject.module(), List.of()).stream()
                .noneMatch(version -> terms.compare(version, subject.version()) > 0);
    }

    /** When {@code subject} was created; null if unknown. */
    @Nullable
    Instant made(SampleVersion subject) {
        ProbedProtocol.LatestClaim told = infos.get(subject);
        return told == null ? null : told.time();
    }

    /** The latest version of {@code module} by most mirrors; null if there are several and no two agree. */
    @Nullable
    String latest(String module) {
        Map<String, Long> votes = mirrors.stream()
                .map(mirror -> mirror.latest().get(module))
                .filter(version -> version != null)
                .collect(Collectors.groupingBy(version -> version, Collectors.counting()));
        return votes.entrySet().stream()
                .filter(each -> each.getValue() > 1 || votes.size() == 1)
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(terms::compare)))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** The SHA-256 that most mirrors with the same content of {@code subject} sent; null if only one sent it. */
    @Nullable
    String usualBytes(SampleVersion subject, String h1) {
        Map<String, Long> votes = mirrors.stream()
                .map(mirror -> mirror.zips().get(subject))
                .filter(zip -> zip != null && h1.equals(zip.h1()))
                .collect(Collectors.groupingBy(Observations.ZipTiming::sha256, Collectors.counting()));
        return votes.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
