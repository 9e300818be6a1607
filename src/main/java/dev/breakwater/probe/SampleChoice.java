package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions requested from the mirrors once their lists are known: the same from all of them, so that the answers can be
 * compared.
 *
 * @param small versions whose archives are small
 * @param hot a version with a large archive that is often requested; null if there is none
 * @param cold one that is rarely requested
 * @param contested versions that some lists name and others do not: the newest of each module
 */
public record SampleChoice(
        List<SampleVersion> small,
        @Nullable SampleVersion hot,
        @Nullable SampleVersion cold,
        List<SampleVersion> contested) {
    private static final int CONTESTED = 12;

    /** Chooses from {@code sample} by the mirrors' lists; {@code chance} decides between equally good versions. */
    static SampleChoice of(
            Sample sample, Collection<Map<String, List<String>>> lists, ProbedNames terms, Random chance) {
        Set<SampleVersion> small = new LinkedHashSet<>();
        SampleVersion hot = null;
        SampleVersion cold = null;
        for (Sample.SampleItem item : sample.items()) {
            Map<String, Integer> named = named(item.module(), lists, terms::compare);
            String version = version(item, named, terms, chance);
            if (version != null) {
                SampleVersion subject = new SampleVersion(item.module(), version);
                switch (item.role()) {
                    case SMALL -> small.add(subject);
                    case HOT -> hot = hot == null ? subject : hot;
                    case COLD -> cold = cold == null ? subject : cold;
                }
            }
        }
        return new SampleChoice(List.copyOf(small), hot, cold, contested(sample, lists, terms::compare));
    }

    /** The versions with a large archive. */
    public List<SampleVersion> large() {
        List<SampleVersion> large = new ArrayList<>();
        for (SampleVersion each : java.util.Arrays.asList(hot, cold)) {
            if (each != null) {
                large.add(each);
            }
        }
        return large;
    }

    /** The number of lists that name each version, lowest version first. */
    static Map<String, Integer> named(
            String module, Collection<Map<String, List<String>>> lists, Comparator<String> order) {
        Map<String, Integer> named = new TreeMap<>(order);
        lists.forEach(list -> list.getOrDefault(module, List.of()).forEach(v -> named.merge(v, 1, Integer::sum)));
        return named;
    }

    private static @Nullable String version(
            Sample.SampleItem item, Map<String, Integer> named, ProbedNames terms, Random chance) {
        if (item.pinned()) {
            return item.version();
        }
        int most = named.values().stream().mapToInt(n -> n).max().orElse(0);
        List<String> eligible = named.keySet().stream()
                .filter(v -> named.getOrDefault(v, 0) * 2 >= most)
                .filter(v -> item.version() == null || item.means(v))
                .toList();
        if (eligible.isEmpty()) {
            return null;
        }
        if (item.version() == null && item.role() != Sample.Role.COLD) {
            return terms.newest(eligible).orElse(null);
        }
        return eligible.get(chance.nextInt(eligible.size()));
    }

    /** Takes each module's newest first, module by module, until there are enough. */
    private static List<SampleVersion> contested(
            Sample sample, Collection<Map<String, List<String>>> lists, Comparator<String> order) {
        Map<String, List<String>> disputed = new TreeMap<>();
        for (String module : sample.modules()) {
            List<List<String>> own = lists.stream()
                    .filter(list -> list.containsKey(module))
                    .map(list -> list.getOrDefault(module, List.of()))
                    .toList();
            Map<String, Integer> named = named(module, lists, order);
            List<String> some = new ArrayList<>(named.keySet().stream()
                    .filter(v -> named.getOrDefault(v, 0) < own.size())
                    .toList());
            disputed.put(module, some);
        }
        List<SampleVersion> chosen = new ArrayList<>();
        for (int turn = 0; turn < CONTESTED && chosen.size() < CONTESTED; turn++) {
            for (Map.Entry<String, List<String>> each : disputed.entrySet()) {
                int at = each.getValue().size() - 1 - turn;
                if (at >= 0 && chosen.size() < CONTESTED) {
                    chosen.add(new SampleVersion(each.getKey(), each.getValue().get(at)));
                }
            }
        }
        return List.copyOf(chosen);
    }
}
