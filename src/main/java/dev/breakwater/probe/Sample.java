package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The packages that an evaluation requests from mirrors. */
public record Sample(List<SampleItem> items) {
    private static final int MOST = 40;

    /** The purpose of a package in the sample. */
    public enum Role {
        /** For metadata and right content; its archive is small. */
        SMALL,
        /** A large archive that is often requested. */
        HOT,
        /** A large archive that is rarely requested. */
        COLD
    }

    /**
     * One package of the sample.
     *
     * @param module its name
     * @param version a version, a pattern with {@code *}, or null for the newest that most mirrors have
     */
    public record SampleItem(String module, @Nullable String version, Role role) {
        /** Whether {@code other} matches the version. */
        boolean means(String other) {
            return version != null && Pattern.matches("\\Q" + version.replace("*", "\\E.*\\Q") + "\\E", other);
        }

        /** Whether it is exactly one version. */
        public boolean pinned() {
            return version != null && version.indexOf('*') < 0;
        }
    }

    /** Copies the list. */
    public Sample {
        items = List.copyOf(items);
    }

    /**
     * Reads one package a line: {@code [hot|cold ]name[@version]}, as {@link ProbedNames#item} reads it. Empty lines, text after
     * {@code #}, and a second line for one package with the same role are ignored.
     *
     * @param source where the lines come from, for messages
     * @param names checks names and versions
     * @throws ProbeException with the line and what is wrong with it
     */
    public static Sample read(String source, List<String> lines, ProbedNames names) throws ProbeException {
        List<SampleItem> items = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            String place = source + ":" + (i + 1) + ": ";
            if (!line.isEmpty()) {
                SampleItem item = item(place, line, names);
                Optional<String> fault = names.fault(item.module(), item.pinned() ? item.version() : null);
                if (fault.isPresent()) {
                    throw new ProbeException(place + fault.get());
                }
                if (items.stream().noneMatch(it -> it.module().equals(item.module()) && it.role() == item.role())) {
                    items.add(item);
                }
            }
        }
        if (items.isEmpty()) {
            throw new ProbeException(
                    source + " lists no " + names.noun() + ": write one per line, as in " + names.example());
        }
        return new Sample(items.size() > MOST ? items.subList(0, MOST) : items);
    }

    /** A sample that the program has itself, with right lines. */
    public static Sample builtIn(String lines, ProbedNames names) {
        try {
            return read("the usual sample", lines.lines().toList(), names);
        } catch (ProbeException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SampleItem item(String place, String line, ProbedNames names) throws ProbeException {
        String[] words = line.split("\\s+", -1);
        Role role = switch (words[0].toLowerCase(Locale.ROOT)) {
            case "hot" -> Role.HOT;
            case "cold" -> Role.COLD;
            default -> Role.SMALL;
        };
        int at = role == Role.SMALL ? 0 : 1;
        if (at >= words.length) {
            throw new ProbeException(
                    place + words[0] + " has no " + names.noun() + ": write " + words[0] + " " + names.example());
        }
        try {
            ProbedNames.NamedItem item = names.item(Arrays.copyOfRange(words, at, words.length));
            return new SampleItem(item.name(), item.version(), role);
        } catch (ProbeException e) {
            throw new ProbeException(place + e.getMessage());
        }
    }

    /** The same without the packages that match {@code left}. */
    public Sample without(Predicate<String> left) {
        return new Sample(
                items.stream().filter(item -> !left.test(item.module())).toList());
    }

    /** The packages' names, each once. */
    public List<String> modules() {
        return items.stream().map(SampleItem::module).distinct().toList();
    }
}
