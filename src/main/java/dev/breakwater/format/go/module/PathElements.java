package dev.breakwater.format.go.module;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the elements of slash-separated paths, as {@code checkPath} and {@code checkElem} of golang.org/x/mod/module
 * have them. Every method returns the fault, or null if there is none.
 */
public final class PathElements {
    /** The kinds of paths; each has its own alphabet. */
    public enum ElementKind {
        /** A module path: ASCII letters, digits and {@code -._~}. */
        MODULE,
        /** A file in a module, or a version: all letters, digits and some more punctuation. */
        FILE
    }

    private static final String FILE_PUNCTUATION = "!#$%&()+,-.=@[]^_{}~ ";
    private static final Set<String> WINDOWS_DEVICES = Set.of(
            "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1",
            "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9");

    private PathElements() {}

    /** The fault of a whole path. */
    public static @Nullable String fault(String path, ElementKind kind) {
        if (path.isEmpty()) {
            return "it is empty";
        }
        if (path.charAt(0) == '-' && kind == ElementKind.MODULE) {
            return "it begins with a dash";
        }
        int from = 0;
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
            String fault = elementFault(path.substring(from, to), kind);
            if (fault != null) {
                return fault;
            }
            from = to + 1;
        }
        return elementFault(path.substring(from), kind);
    }

    /** The fault of one element. */
    static @Nullable String elementFault(String element, ElementKind kind) {
        if (element.isEmpty()) {
            return "it has an empty path element";
        }
        String fault = dots(element, kind);
        if (fault != null) {
            return fault;
        }
        for (int i = 0; i < element.length(); i += Character.charCount(element.codePointAt(i))) {
            int c = element.codePointAt(i);
            if (!allowed(c, kind)) {
                return "it has the character " + Quote.of(Character.toString(c)) + ", which is not allowed";
            }
        }
        int dot = element.indexOf('.');
        String stem = dot < 0 ? element : element.substring(0, dot);
        // No name in the set holds a letter that case-folds to anything outside ASCII.
        if (stem.length() <= 4 && WINDOWS_DEVICES.contains(stem.toUpperCase(Locale.ROOT))) {
            return "its element " + Quote.of(element) + " names a device on Windows";
        }
        if (kind == ElementKind.MODULE && looksLikeShortName(stem)) {
            return "its element " + Quote.of(element) + " looks like a Windows short name";
        }
        return null;
    }

    private static @Nullable String dots(String element, ElementKind kind) {
        if (element.charAt(element.length() - 1) == '.') {
            return "its element " + Quote.of(element) + " ends in a dot";
        }
        if (element.charAt(0) == '.' && kind == ElementKind.MODULE) {
            return "its element " + Quote.of(element) + " begins with a dot";
        }
        return null;
    }

    private static boolean allowed(int c, ElementKind kind) {
        if (c >= 0x80) {
            return kind == ElementKind.FILE && Character.isLetter(c);
        }
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) {
            return true;
        }
        return switch (kind) {
            case MODULE -> c == '-' || c == '.' || c == '_' || c == '~';
            case FILE -> FILE_PUNCTUATION.indexOf(c) >= 0;
        };
    }

    /** Whether it ends in a tilde followed by one or more digits. */
    private static boolean looksLikeShortName(String stem) {
        int tilde = stem.lastIndexOf('~');
        if (tilde < 0 || tilde == stem.length() - 1) {
            return false;
        }
        for (int i = tilde + 1; i < stem.length(); i++) {
            if (stem.charAt(i) < '0' || stem.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
