package dev.breakwater.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A program with the module graph of a real one: {@code count} modules in {@code depth} layers, each needing some of the layers
 * below it in one of two versions; a quarter have go.mod files from before pruning, the others list indirect requirements too; every
 * fifth needs a module for its tests alone. The program is the module {@link #MAIN}, which lists all that it needs.
 */
public record DeepProgram(int count, int depth, long seed) {
    /** The program's module and its package, of version {@code v1.0.0}. */
    public static final String MAIN = "deep.test/program";

    private static final String OLD = "v1.0.0";
    private static final String NEW = "v1.1.0";
    private static final int TOP = 12;

    /** Publishes the modules in {@code corpus}. */
    public Corpus publish(Corpus corpus) {
        Map<String, Map<String, String>> memory = new HashMap<>();
        for (int i = count - 1; i >= 0; i--) {
            for (String version : List.of(OLD, NEW)) {
                Map<String, String> needs = needs(i, version);
                corpus.publish(name(i), version, files(i, version, needs, selected(i, version, memory)));
            }
        }
        for (int i = 0; i < count; i += 5) {
            String tests = "deep.test/t%03d".formatted(i);
            corpus.publish(tests, OLD, Map.of("go.mod", "module " + tests + "\n\ngo 1.21\n", "t.go", "package t\n"));
        }
        Map<String, String> all = new TreeMap<>();
        Map<String, String> direct = new TreeMap<>();
        for (int i = 0; i < Math.min(TOP, count); i++) {
            direct.put(name(i), NEW);
            merge(all, name(i), NEW);
            selected(i, NEW, memory).forEach((module, version) -> merge(all, module, version));
        }
        StringBuilder imports = new StringBuilder();
        direct.keySet().forEach(module -> imports.append("import _ \"" + module + "\"\n"));
        return corpus.publish(
                MAIN,
                OLD,
                Map.of(
                        "go.mod",
                        mod(MAIN, "1.21", direct, all),
                        "main.go",
                        "package main\n\n" + imports + "\nfunc main() { println(\"deep\") }\n"));
    }

    private static String name(int i) {
        return "deep.test/m%03d".formatted(i);
    }

    private boolean old(int i) {
        return i % 4 == 3;
    }

    /** The modules whose packages it imports, with the versions it requires. */
    private Map<String, String> needs(int i, String version) {
        SplittableRandom random = new SplittableRandom(seed * 31 + i);
        int layer = Math.max(1, count / depth);
        int from = (i / layer + 1) * layer;
        Map<String, String> needs = new TreeMap<>();
        for (int n = 0; n < 3 && from < count; n++) {
            int span = Math.min(count - from, n < 2 ? layer : 3 * layer);
            String wanted = version.equals(NEW) && random.nextInt(3) == 0 ? NEW : OLD;
            needs.put(name(from + random.nextInt(span)), wanted);
        }
        return needs;
    }

    /** The highest version of each module below it. */
    private Map<String, String> selected(int i, String version, Map<String, Map<String, String>> memory) {
        String key = i + version;
        Map<String, String> known = memory.get(key);
        if (known != null) {
            return known;
        }
        Map<String, String> all = new TreeMap<>();
        needs(i, version).forEach((module, wanted) -> {
            merge(all, module, wanted);
            selected(Integer.parseInt(module.substring(module.length() - 3)), wanted, memory)
                    .forEach((below, selected) -> merge(all, below, selected));
        });
        memory.put(key, all);
        return all;
    }

    private static void merge(Map<String, String> all, String module, String version) {
        all.merge(module, version, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private Map<String, String> files(int i, String version, Map<String, String> needs, Map<String, String> all) {
        Map<String, String> direct = new TreeMap<>(needs);
        if (i % 5 == 0) {
            direct.put("deep.test/t%03d".formatted(i), OLD);
        }
        StringBuilder imports = new StringBuilder();
        needs.keySet().forEach(module -> imports.append("import _ \"" + module + "\"\n"));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("go.mod", mod(name(i), old(i) ? "1.13" : "1.21", direct, old(i) ? direct : all));
        files.put("m.go", "// Package m is " + version + ".\npackage m\n\n" + imports);
        files.put("data.txt", data(i));
        return files;
    }

    private static String mod(String module, String go, Map<String, String> direct, Map<String, String> all) {
        List<String> lines = new ArrayList<>(List.of("module " + module, "", "go " + go, "", "require ("));
        Map<String, String> merged = new TreeMap<>(all);
        direct.forEach((required, version) -> merge(merged, required, version));
        merged.forEach((required, version) ->
                lines.add("\t" + required + " " + version + (direct.containsKey(required) ? "" : " // indirect")));
        lines.add(")");
        return String.join("\n", lines) + "\n";
    }

    /** Between 10 and 400 kB that can't be compressed well. */
    private String data(int i) {
        SplittableRandom random = new SplittableRandom(seed * 17 + i);
        int length = 10_000 + (int) (390_000 * Math.pow(random.nextDouble(), 3));
        StringBuilder text = new StringBuilder(length);
        for (int n = 0; n < length; n++) {
            text.append((char) (' ' + random.nextInt(94)));
        }
        return text.toString();
    }
}
