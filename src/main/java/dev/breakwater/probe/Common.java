package dev.breakwater.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answers of all mirrors together, to compare each mirror with. Read after all requests. */
public final class Common {
    private final List<Observations> mirrors;
    private final Comparator<String> order;
    private final Map<SampleVersion, Optional<Instant>> existing = new HashMap<>();
    private final Map<String, Set<String>> found = new HashMap<>();

    /** {@code order} is that of versions. */
    Common(List<Observations> mirrors, Comparator<String> order) {
        this.mirrors = List.copyOf(mirrors);
        this.order = order;
        for (Observations mirror : mirrors) {
            mirror.existing().forEach(existing::putIfAbsent);
            mirror.exchanges(ProbeExchange::found)
                    .forEach(e -> found.computeIfAbsent(e.thing(), p -> new TreeSet<>())
                            .add(mirror.candidate().name()));
        }
    }

    /** All mirrors, in the order in which they were named. */
    public List<Observations> mirrors() {
        return mirrors;
    }

    /** Every version that a mirror has. */
    public Set<SampleVersion> existing() {
        return Set.copyOf(existing.keySet());
    }

    /** The mirrors that have {@code thing}. */
    Set<String> have(String thing) {
        return found.getOrDefault(thing, Set.of());
    }

    /** The existing versions of {@code module}: two lists name them, or one mirror proved to have them. */
    Set<String> union(String module) {
        Set<String> union = new TreeSet<>(order);
        SampleChoice.named(module, lists(), order).forEach((version, times) -> {
            if (times > 1 || existing.containsKey(new SampleVersion(module, version))) {
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
                .noneMatch(version -> order.compare(version, subject.version()) > 0);
    }

    /** When {@code subject} was created; null if unknown. */
    @Nullable
    Instant made(SampleVersion subject) {
        return existing.getOrDefault(subject, Optional.empty()).orElse(null);
    }

    /** The version that most mirrors name for {@code what}; null if there are several and no two agree. */
    @Nullable
    String latest(String what) {
        Map<String, Long> votes = mirrors.stream()
                .map(mirror -> mirror.latest().get(what))
                .filter(version -> version != null)
                .collect(Collectors.groupingBy(version -> version, Collectors.counting()));
        return votes.entrySet().stream()
                .filter(each -> each.getValue() > 1 || votes.size() == 1)
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey(order)))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
