package dev.breakwater.format.go.module;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A list of versions in the form of {@code @v/list}: one version a line (Go modules reference, "GOPROXY protocol"). Lines that
 * are not a canonical version of the module are left out.
 */
public final class VersionList {
    /** Real lists have some thousand lines; a larger one is not worth the memory. */
    public static final int LARGEST = 2 * 1024 * 1024;

    private static final int MOST_VERSIONS = 250_000;

    private VersionList() {}

    /** Why {@code bytes} name more versions than are merged; empty if they do not. */
    public static String tooMany(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines > MOST_VERSIONS ? "it lists more than " + MOST_VERSIONS + " versions" : "";
    }

    /** Whether {@code bytes} are at least one line, each of which names a version. */
    public static boolean isList(byte[] bytes) {
        return bytes.length > 0 && words(bytes).allMatch(word -> Version.read(word) != null);
    }

    /** Why {@code bytes} are not a list at all; empty if they may be one. */
    public static String fault(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0 || (b > 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return "a list of versions must be lines of text";
            }
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8).strip();
        return start.startsWith("<") || start.startsWith("{") ? "a list of versions does not begin with " + start : "";
    }

    /** The versions that {@code list} names, sorted. The first word of a line counts, as it does for the go command. */
    public static List<Version> versions(byte[] list, ModulePath module) {
        return versions(list, module, false);
    }

    /** The pseudo-versions that {@code list} names, sorted. */
    public static List<Version> untagged(byte[] list, ModulePath module) {
        return versions(list, module, true);
    }

    private static List<Version> versions(byte[] list, ModulePath module, boolean untagged) {
        return words(list)
                .map(Version::read)
                .filter(version -> version != null
                        && module.hasCanonical(version)
                        && version.pseudo().isPresent() == untagged)
                .sorted()
                .distinct()
                .toList();
    }

    /** The first word of each line, one after the other. */
    public static Stream<String> words(byte[] list) {
        return new String(list, StandardCharsets.UTF_8).lines().map(VersionList::word);
    }

    private static String word(String line) {
        String stripped = line.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        return stripped.substring(0, end);
    }

    /** A list in the protocol's form: one version a line. */
    public static byte[] text(Iterable<Version> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach(v -> text.append(v).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
