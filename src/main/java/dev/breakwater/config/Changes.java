package dev.breakwater.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** The changes that a newly read configuration makes to a running server. */
public final class Changes {
    private static final int MOST = 50;

    private Changes() {}

    /**
     * Lists the differences, a sentence each; empty if there are none.
     *
     * @param started the configuration that the server was started with: some settings keep its values
     * @param before the one in force
     * @param now the one just read
     */
    public static List<String> of(Loaded started, Loaded before, Loaded now) {
        SequencedMap<String, String> first = shown(started);
        SequencedMap<String, String> old = shown(before);
        SequencedMap<String, String> next = shown(now);
        List<String> changes = new ArrayList<>();
        next.forEach((path, value) -> {
            if (now.fixed().contains(path)) {
                return;
            }
            String was = old.get(path);
            if (was == null || !was.equals(value)) {
                changes.add(path + " is now " + value + (was == null ? "" : " (was " + was + ")"));
            }
        });
        old.forEach((path, was) -> {
            if (!next.containsKey(path) && !now.fixed().contains(path)) {
                changes.add(path + " is no longer set (was " + was + ")");
            }
        });
        if (changes.isEmpty() && !now.settings().equals(before.settings()) && next.equals(old)) {
            changes.add("a masked value has changed");
        }
        List<String> all = new ArrayList<>(changes.stream().limit(MOST).toList());
        if (changes.size() > MOST) {
            all.add("and " + (changes.size() - MOST) + " more");
        }
        fixed(now.fixed(), first, next, all);
        return all;
    }

    private static void fixed(
            SequencedSet<String> paths, Map<String, String> first, Map<String, String> next, List<String> into) {
        for (String path : paths) {
            String was = first.getOrDefault(path, "not set");
            String wanted = next.getOrDefault(path, "not set");
            if (!was.equals(wanted)) {
                into.add(path + " needs a restart to become " + wanted + "; it stays " + was + " until then");
            }
        }
    }

    private static SequencedMap<String, String> shown(Loaded loaded) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (Effective value : loaded.values()) {
            String text = String.join(", ", value.values());
            values.put(String.join(".", value.path()), value.list() ? "[" + text + "]" : text);
        }
        return values;
    }
}
