package dev.breakwater.cli;

import dev.breakwater.config.Effective;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The values in force as a valid configuration file, with the source of each as a comment. */
final class EffectiveFile {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/.][A-Za-z0-9/._+=-]*(:[A-Za-z0-9/._+=-]+)*");
    private static final int COLUMN = 56;

    private final StringBuilder lines = new StringBuilder();
    private List<String> before = List.of();

    private EffectiveFile() {}

    /** The file's text. */
    static String of(List<Effective> values) {
        EffectiveFile file = new EffectiveFile();
        values.forEach(file::add);
        return file.lines.toString();
    }

    private void add(Effective value) {
        List<String> path = value.path();
        int shared = 0;
        while (shared < before.size()
                && shared < path.size() - 1
                && before.get(shared).equals(path.get(shared))) {
            shared++;
        }
        String dash = "";
        for (int i = shared; i < path.size() - 1; i++) {
            if (number(path.get(i))) {
                dash = "- ";
                continue;
            }
            lines.append(indent(i, dash)).append(written(path.get(i))).append(":\n");
            dash = "";
        }
        String line = indent(path.size() - 1, dash) + written(path.getLast()) + ": " + text(value);
        lines.append(line)
                .append(" ".repeat(Math.max(2, COLUMN - line.length())))
                .append("# ")
                .append(value.from());
        lines.append('\n');
        before = path;
    }

    /** Two blanks for each segment above; the dash of a list's element replaces its own two. */
    private static String indent(int depth, String dash) {
        return "  ".repeat(depth - dash.length() / 2) + dash;
    }

    private static boolean number(String segment) {
        return segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String text(Effective value) {
        if (!value.list()) {
            return written(value.values().getFirst());
        }
        return value.values().stream().map(EffectiveFile::written).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A dollar before a brace is doubled, because otherwise the reader would expand it. */
    private static String written(String text) {
        if (PLAIN.matcher(text).matches() && !text.equals("null")) {
            return text;
        }
        List<String> parts = new ArrayList<>();
        text.replace("${", "$${")
                .codePoints()
                .forEach(c -> parts.add(
                        switch (c) {
                            case '"' -> "\\\"";
                            case '\\' -> "\\\\";
                            default -> c < ' ' ? "\\x%02x".formatted(c) : Character.toString(c);
                        }));
        return "\"" + String.join("", parts) + "\"";
    }
}
