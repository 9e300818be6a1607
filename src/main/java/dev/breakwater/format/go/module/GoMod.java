package dev.breakwater.format.go.module;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a go.mod file that a mirror needs. Parsed leniently, as the go command parses those of dependencies: unknown
 * lines are skipped, so parsing never fails.
 *
 * @param module the module path it gives itself, as written; empty if there is none
 * @param go the language version, as in {@code 1.24.0}; empty if there is none
 * @param requirements the versions it requires, in the order of the file
 * @param retractions the ranges that the module retracts, in the order of the file
 */
public record GoMod(String module, String go, List<Requirement> requirements, List<Retraction> retractions) {
    /** The first language version whose go.mod files list all that the module's packages need: "Module graph pruning". */
    private static final Version PRUNED_SINCE = Version.parse("v1.17.0").get();

    /**
     * A version that the module requires.
     *
     * @param path the required module's path, as written
     * @param indirect whether no package of the module imports one of it
     */
    public record Requirement(String path, Version version, boolean indirect) {}

    /**
     * A range of retracted versions.
     *
     * @param low the first of them
     * @param high the last of them, which may be the first
     * @param rationale the reason from the comment; empty if there is none
     */
    public record Retraction(Version low, Version high, String rationale) {
        /** Whether {@code version} is among them. */
        public boolean covers(Version version) {
            return low.precedence(version) <= 0 && version.precedence(high) <= 0;
        }
    }

    public GoMod {
        requirements = List.copyOf(requirements);
        retractions = List.copyOf(retractions);
    }

    /**
     * Whether it lists all requirements that its packages need, also the indirect ones, so that the go command does not read the
     * go.mod files of these for it (Go modules reference, "Module graph pruning").
     */
    public boolean pruned() {
        String[] parts = go.split("[^0-9]+", -1);
        Version own = parts.length < 2 ? null : Version.read("v" + parts[0] + "." + parts[1] + ".0");
        return own != null && own.precedence(PRUNED_SINCE) >= 0;
    }

    public static GoMod parse(byte[] file) {
        return new GoModReader().read(new String(file, StandardCharsets.UTF_8));
    }

    /**
     * Whether {@code file} is what the go command makes up for a module without one: such a file says nothing about the
     * module.
     */
    public static boolean isSynthesised(byte[] file, ModulePath module) {
        return new String(file, StandardCharsets.UTF_8).equals("module " + module.plain() + "\n");
    }

    /**
     * Whether a go.mod that names {@code path} may be that of {@code module}. As in the go command, only the major version must
     * fit ({@code isMajor} of cmd/go/internal/modfetch): the go.mod of a fork names the path that the fork stands in for. Early
     * go commands confused gopkg.in paths (golang.org/issue/34254).
     */
    public static boolean fits(String path, ModulePath module) {
        return hasMajor(path, module.pathMajor()) || (module.pathMajor().isEmpty() && path.startsWith("gopkg.in/"));
    }

    /** Whether {@code path} is of the major version {@code pathMajor}. */
    public static boolean hasMajor(String path, String pathMajor) {
        int suffix = path.isEmpty() ? -1 : ModulePath.suffix(path);
        if (suffix < 0) {
            return false;
        }
        String major = path.substring(suffix);
        if (pathMajor.isEmpty()) {
            return major.isEmpty() || major.matches("[./]v[01](-unstable)?");
        }
        return !major.isEmpty() && pathMajor.substring(1).equals(major.substring(1));
    }

    /** The retraction that covers {@code version}; empty if it is not retracted. */
    public Optional<Retraction> retraction(Version version) {
        return retractions.stream().filter(r -> r.covers(version)).findFirst();
    }

    /** Reads line by line; remembers the open block and the comments above. */
    private static final class GoModReader {
        private static final int MOST_RETRACTIONS = 10_000;
        private static final int MOST_REQUIREMENTS = 5_000;
        private static final String INDIRECT = "indirect";

        private String module = "";
        private String go = "";
        private final List<Requirement> requirements = new ArrayList<>();
        private final List<Retraction> retractions = new ArrayList<>();
        /** The verb of the block that is open; empty outside of one. */
        private String block = "";

        private String blockComment = "";
        private final List<String> above = new ArrayList<>();

        GoMod read(String text) {
            text.lines().forEach(this::line);
            return new GoMod(module, go, requirements, retractions);
        }

        private void line(String line) {
            GoModLine parsed = GoModLine.parse(line);
            List<String> tokens = parsed.tokens();
            if (tokens.isEmpty()) {
                commentOrBlank(parsed);
                return;
            }
            if (!block.isEmpty()) {
                inBlock(tokens, parsed.comment());
            } else if (tokens.size() > 1 && tokens.get(1).equals("(")) {
                block = tokens.getFirst();
                blockComment = comment("");
            } else {
                directive(
                        tokens.getFirst(),
                        tokens.subList(1, tokens.size()),
                        comment(parsed.comment()),
                        parsed.comment());
            }
            above.clear();
        }

        private void commentOrBlank(GoModLine line) {
            if (!line.comment().isEmpty() && above.size() < 100) {
                above.add(line.comment());
            } else if (line.comment().isEmpty() && block.isEmpty()) {
                // A blank line ends a comment at the top level: it is about nothing that follows.
                above.clear();
            }
        }

        private void inBlock(List<String> tokens, String suffix) {
            if (tokens.getFirst().equals(")")) {
                block = "";
                return;
            }
            String own = comment(suffix);
            directive(block, tokens, own.isEmpty() ? blockComment : own, suffix);
        }

        private String comment(String suffix) {
            String before = String.join("\n", above);
            return suffix.isEmpty() ? before : before.isEmpty() ? suffix : before + "\n" + suffix;
        }

        private void directive(String verb, List<String> arguments, String comment, String suffix) {
            switch (verb) {
                case "module" -> module = module.isEmpty() && arguments.size() == 1 ? arguments.getFirst() : module;
                case "go" -> go = go.isEmpty() && arguments.size() == 1 ? arguments.getFirst() : go;
                case "require" -> require(arguments, suffix);
                case "retract" -> retract(arguments, comment);
                default -> {}
            }
        }

        /** "// indirect", perhaps with more behind a semicolon: {@code isIndirect} of x/mod/modfile. */
        private void require(List<String> arguments, String suffix) {
            Version version = arguments.size() == 2 ? Version.read(arguments.get(1)) : null;
            if (version != null && requirements.size() < MOST_REQUIREMENTS) {
                boolean indirect = suffix.equals(INDIRECT) || suffix.startsWith(INDIRECT + ";");
                requirements.add(new Requirement(arguments.getFirst(), version, indirect));
            }
        }

        private void retract(List<String> arguments, String comment) {
            boolean range = arguments.size() >= 5
                    && arguments.get(0).equals("[")
                    && arguments.get(2).equals(",")
                    && arguments.get(4).equals("]");
            if (arguments.isEmpty() || retractions.size() == MOST_RETRACTIONS) {
                return;
            }
            Version low = Version.read(arguments.get(range ? 1 : 0));
            Version high = Version.read(arguments.get(range ? 3 : 0));
            if (low != null && high != null) {
                retractions.add(new Retraction(low, high, comment));
            }
        }
    }
}
