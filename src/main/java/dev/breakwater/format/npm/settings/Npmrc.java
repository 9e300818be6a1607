package dev.breakwater.format.npm.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of an {@code .npmrc} file, as npm's own reader takes it ({@code ini.decode} and {@code env-replace} of
 * {@code @npmcli/config}): {@code key = value}, a comment behind {@code ;} or {@code #}, quotes, and <code>${NAME}</code>.
 */
final class Npmrc {
    /** A reference to a variable, behind backslashes that may take away its meaning. */
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\\\)(\\\\*)\\$\\{([^${}?]+)(\\?)?}");

    private Npmrc() {}

    /** The keys and values of {@code text}; the last of several with one key counts. Those in sections do not. */
    static SequencedMap<String, String> parse(String text, Map<String, String> environment) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith(";") || stripped.startsWith("#")) {
                continue;
            }
            if (stripped.startsWith("[") && stripped.endsWith("]")) {
                return values;
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        expanded(plain(line.substring(0, equals)), environment),
                        expanded(plain(line.substring(equals + 1)), environment));
            }
        }
        return values;
    }

    /** {@code text} with each variable that is set replaced by its value; one that is not stays, unless a {@code ?} follows. */
    static String expanded(String text, Map<String, String> environment) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, environment)));
    }

    private static String value(MatchResult found, Map<String, String> environment) {
        String backslashes = found.group(1);
        if (backslashes.length() % 2 == 1) {
            return found.group().substring((backslashes.length() + 1) / 2);
        }
        String missing = found.group(3) == null ? "${" + found.group(2) + "}" : "";
        return backslashes.substring(backslashes.length() / 2) + environment.getOrDefault(found.group(2), missing);
    }

    /** The name of a variable in {@code text} that is not set; empty if there is none. */
    static String unset(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.find() ? reference.group(2) : "";
    }

    /** Without quotes; without the comment behind it if there are none. */
    private static String plain(String written) {
        String text = written.strip();
        if (text.length() >= 2 && (quoted(text, '"') || quoted(text, '\''))) {
            return text.substring(1, text.length() - 1);
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ';' || c == '#') {
                break;
            }
            if (c == '\\' && i + 1 < text.length() && "\\;#".indexOf(text.charAt(i + 1)) >= 0) {
                c = text.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString().strip();
    }

    private static boolean quoted(String text, char quote) {
        return text.charAt(0) == quote && text.charAt(text.length() - 1) == quote;
    }
}
