package dev.breakwater.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of module paths in the form of GOPRIVATE: a comma-separated list of globs in the form of Go's {@code path.Match},
 * each of which matches a module path's first elements.
 */
public final class Globs {
    public static final Type<String> TYPE =
            Types.TEXT.named("glob of module paths").where(Globs::wrong);

    private Globs() {}

    /** Whether two globs certainly match the same: ignores case and a final slash. */
    public static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /** Whether {@code wide} matches everything that {@code narrow} matches, considering only {@code *}. */
    public static boolean covers(String wide, String narrow) {
        String[] above = plain(wide).split("/", -1);
        String[] below = plain(narrow).split("/", -1);
        if (above.length > below.length) {
            return false;
        }
        for (int i = 0; i < above.length; i++) {
            if (!above[i].equals("*") && !above[i].equals(below[i])) {
                return false;
            }
        }
        return true;
    }

    private static String plain(String glob) {
        return glob.replaceAll("/$", "").toLowerCase(Locale.ROOT);
    }

    private static ParseResult.@Nullable Wrong<String> wrong(String glob) {
        if (glob.contains("://")) {
            return new ParseResult.Wrong<>("is a URL", "write a module path, which has no scheme: git.example.com/*");
        }
        if (glob.indexOf(',') >= 0 || glob.indexOf(' ') >= 0) {
            return new ParseResult.Wrong<>(
                    "has several patterns", "write each as an element of its own: [a.example.com, b.example.com]");
        }
        if (glob.startsWith("/")) {
            return new ParseResult.Wrong<>("begins with a slash, but module paths don't", "leave it out");
        }
        return wellFormed(glob)
                ? null
                : new ParseResult.Wrong<>(
                        "is not a valid pattern",
                        "close each [ with a ], write a character after each \\, no empty []");
    }

    /** The syntax of Go's {@code path.Match}; it calls everything else a bad pattern, and then nothing matches. */
    private static boolean wellFormed(String glob) {
        for (int i = 0; i < glob.length(); i++) {
            if (glob.charAt(i) == '[') {
                i = endOfClass(glob, i + 1);
            } else if (glob.charAt(i) == '\\') {
                i++;
            }
            if (i >= glob.length()) {
                return false;
            }
        }
        return true;
    }

    /** Where the class that begins at {@code i} ends; the glob's length if it is malformed. */
    private static int endOfClass(String glob, int i) {
        int at = i < glob.length() && glob.charAt(i) == '^' ? i + 1 : i;
        for (int members = 0; at < glob.length(); members++) {
            if (glob.charAt(at) == ']' && members > 0) {
                return at;
            }
            at = afterMember(glob, at);
            if (at < glob.length() && glob.charAt(at) == '-') {
                at = afterMember(glob, at + 1);
            }
        }
        return glob.length();
    }

    /** The index after the class member at {@code at}; the glob's length if there is none. */
    private static int afterMember(String glob, int at) {
        if (at >= glob.length() || glob.charAt(at) == '-' || glob.charAt(at) == ']') {
            return glob.length();
        }
        return glob.charAt(at) == '\\' ? at + 2 : at + 1;
    }
}
