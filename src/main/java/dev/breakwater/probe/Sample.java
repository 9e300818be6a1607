package dev.breakwater.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The modules that mirrors are asked for. */
public record Sample(List<SampleItem> items) {
    /** Names of well-known public modules, enough to judge a mirror of everything by. */
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

    /** Tells what is wrong with a module, or a version of it, for people; see {@link ProbedProtocol#fault}. */
    @FunctionalInterface
    public interface Faults {
        /** What is wrong; empty where nothing is. */
        Optional<String> of(String module, @Nullable String version);
    }

    /** What a module is asked for. */
    public enum Role {
        /** To see what the mirror says, and that it is right; its archive is small. */
        SMALL,
        /** A large archive that many ask for. */
        HOT,
        /** A large archive that is rarely requested. */
        COLD
    }

    /**
     * A module.
     *
     * @param version one, a pattern with {@code *} for any of several, or null for the newest that most mirrors have
     */
    public record SampleItem(String module, @Nullable String version, Role role) {
        /** Whether {@code other} is one of the versions meant. */
        boolean means(String other) {
            return version != null && Pattern.matches("\\Q" + version.replace("*", "\\E.*\\Q") + "\\E", other);
        }

        /** Whether it is one version alone. */
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

    /** Takes it as it is. */
    public Sample {
        items = List.copyOf(items);
    }

    /**
     * Reads one module a line: {@code [hot|cold] module[@version]}; also as in a go.sum, with blanks. Empty lines and what
     * follows {@code #} do not count, nor does a second line for one module with the same role.
     *
     * @param source where the lines come from, for messages
     * @param faults tells what is wrong with a module or version
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

    /** The same without what {@code left} says is to be left out. */
    public Sample without(Predicate<String> left) {
        return new Sample(
                items.stream().filter(item -> !left.test(item.module())).toList());
    }

    /** The modules' paths, each once. */
    List<String> modules() {
        return items.stream().map(SampleItem::module).distinct().toList();
    }
}
