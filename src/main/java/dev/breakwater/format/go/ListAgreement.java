package dev.breakwater.format.go;

import dev.breakwater.fetch.Agreement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Unites the lists of several mirrors. A version that one mirror alone names must exist by other evidence. Lines that are
 * no canonical version of the module are left out, and pseudo-versions too, as the protocol has it, though mirrors in the
 * wild list them.
 */
record ListAgreement(ModulePath module, Existence existence) implements Agreement {
    @Override
    public String malformed(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0 || (b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return "a list of versions is lines of text";
            }
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8).strip();
        return start.startsWith("<") || start.startsWith("{") ? "a list of versions does not begin with " + start : "";
    }

    @Override
    public Merged merge(List<Word> words, int wanted) throws InterruptedException {
        Map<Version, Integer> named = new HashMap<>();
        for (Word word : words) {
            new HashSet<>(versions(word.bytes(), module)).forEach(v -> named.merge(v, 1, Integer::sum));
        }
        boolean alone = words.size() < wanted;
        Set<Version> shown = new TreeSet<>();
        List<Version> lone = new ArrayList<>();
        named.forEach((version, times) -> {
            if (alone || times >= wanted) {
                shown.add(version);
            } else {
                lone.add(version);
            }
        });
        Set<Version> existing = existence.among(module, lone);
        shown.addAll(existing);
        return new Merged(text(shown), !alone, List.of(), disagreement(lone, existing));
    }

    private static String disagreement(List<Version> lone, Set<Version> existing) {
        return lone.isEmpty()
                ? ""
                : lone.size() + " versions are named by one mirror alone, as " + lone.getFirst() + "; "
                        + existing.size() + " of them are shown to exist";
    }

    /** The versions that {@code list} names, sorted. The first word of a line counts, as it does for the go command. */
    static List<Version> versions(byte[] list, ModulePath module) {
        List<Version> versions = new ArrayList<>();
        for (String line : new String(list, StandardCharsets.UTF_8).lines().toList()) {
            String first = line.strip().split("\\s", 2)[0];
            if (Version.parse(first) instanceof Parsed.Ok<Version>(Version version)
                    && module.hasCanonical(version)
                    && version.pseudo().isEmpty()) {
                versions.add(version);
            }
        }
        return versions.stream().sorted().distinct().toList();
    }

    /** A list in the protocol's form: one version a line. */
    static byte[] text(Iterable<Version> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach(v -> text.append(v).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
