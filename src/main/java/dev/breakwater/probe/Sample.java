package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The modules that an evaluation requests from mirrors. */
public record Sample(List<SampleItem> items) {
    /** Well-known public modules, enough to evaluate a complete mirror. */
    public static final Sample USUAL = usual("""
            golang.org/x/mod@v0.17.0
            github.com/BurntSushi/toml@v1.4.0
            github.com/google/uuid@v1.6.0
            github.com/gorilla/mux@v1.8.1
            github.com/pkg/errors@v0.9.1
            github.com/spf13/cobra@v1.8.1
            go.uber.org/zap@v1.27.0
            gopkg.in/yaml.v3@v3.0.1
            hot  k8s.io/kubernetes@v1.28.0
            cold github.com/aws/aws-sdk-go@v1.30.*
            """);

    private static final int MOST = 40;

    /** The check of a module's name, or of a version, with a message for people; see {@link ProbedProtocol#fault}. */
    @FunctionalInterface
    public interface Faults {
        /** What is wrong; empty if nothing is. */
        Optional<String> of(String module, @Nullable String version);
    }

    /** The purpose of a module in the sample. */
    public enum Role {
        /** For metadata and right content; its archive is small. */
        SMALL,
        /** A large archive that is often requested. */
        HOT,
        /** A large archive that is rarely requested. */
        COLD
    }

    /**
     * One module of the sample.
     *
     * @param version a version, a pattern with {@code *}, or null for the newest that most mirrors have
     */
    public record SampleItem(String module, @Nullable String version, Role role) {
        /** Whether {@code other} matches the version. */
        boolean means(String other) {
            return version != null && Pattern.matches("\\Q" + version.replace("*", "\\E.*\\Q") + "\\E", other);
        }

        /** Whether it is exactly one version. */
        boolean pinned() {
            return version != null && version.indexOf('*') < 0;
        }
    }

    private static Sample usual(String lines) {
        try {
            return read("the usual sample", lines.lines().toList(), (module, version) -> Optional.empty());
        } catch (ProbeException e) {
            throw new IllegalStateException(e);
        }
    }

    public Sample {
        items = List.copyOf(items);
    }

    /**
     * Reads one module a line: {@code [hot|cold] module[@version]}; also as in a go.sum, with blanks. Empty lines, text after
     * {@code #}, and a second line for one module with the same role are ignored.
     *
     * @param source where the lines come from, for messages
     * @param faults checks a module or version
     * @throws ProbeException with the line and what is wrong with it
     */
    public static Sample read(String source, List<String> lines, Faults faults) throws ProbeException {
        List<SampleItem> items = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            String place = source + ":" + (i + 1) + ": ";
            if (!line.isEmpty()) {
                SampleItem item = item(place, line);
                Optional<String> fault = faults.of(item.module(), item.pinned() ? item.version() : null);
                if (fault.isPresent()) {
                    throw new ProbeException(place + fault.get());
                }
                if (items.stream().noneMatch(it -> it.module().equals(item.module()) && it.role() == item.role())) {
                    items.add(item);
                }
            }
        }
        if (items.isEmpty()) {
            throw new ProbeException(source + " lists no module: write one per line, as in example.com/mod@v1.2.3");
        }
        return new Sample(items.size() > MOST ? items.subList(0, MOST) : items);
    }

    private static SampleItem item(String place, String line) throws ProbeException {
        String[] words = line.split("\\s+", -1);
        Role role = switch (words[0].toLowerCase(Locale.ROOT)) {
            case "hot" -> Role.HOT;
            case "cold" -> Role.COLD;
            default -> Role.SMALL;
        };
        int at = role == Role.SMALL ? 0 : 1;
        if (at >= words.length) {
            throw new ProbeException(
                    place + words[0] + " has no module: write " + words[0] + " example.com/mod@v1.2.3");
        }
        String[] parts = words[at].split("@", 2);
        String version = parts.length > 1 ? parts[1] : at + 1 < words.length ? words[at + 1] : null;
        if (version != null) {
            version = version.replaceFirst("/go\\.mod$", "");
        }
        if (version != null && !version.matches("v[0-9A-Za-z.+*-]+")) {
            throw new ProbeException(place + "\"" + version
                    + "\" is not a valid version: write v1.2.3, v1.2.* for any patch version, or none");
        }
        return new SampleItem(parts[0], version, role);
    }

    /** The same without the modules that match {@code left}. */
    public Sample without(Predicate<String> left) {
        return new Sample(
                items.stream().filter(item -> !left.test(item.module())).toList());
    }

    /** The modules' paths, each once. */
    List<String> modules() {
        return items.stream().map(SampleItem::module).distinct().toList();
    }
}
