package dev.breakwater.store;

/**
 * The key of an entry: the repository's name and a path in it, as in {@code go} and {@code golang.org/x/mod/@v/v0.1.0.zip}.
 * The path has no empty, {@code .} or {@code ..} element, no leading or trailing slash, no control character and no unpaired
 * surrogate; the repository's name is one such element.
 */
public record Key(String repository, String path) {
    /** Checks the form of both. */
    public Key {
        if (!wellFormed(repository) || repository.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a repository's name: " + repository);
        }
        if (!wellFormed(path)) {
            throw new IllegalArgumentException("not a store path: " + path);
        }
    }

    private static boolean wellFormed(String path) {
        int from = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (hollow(path, from, i)) {
                    return false;
                }
                from = i + 1;
            } else if (c < ' ' || c == 0x7f) {
                return false;
            } else if (Character.isSurrogate(c)) {
                if (!Character.isSupplementaryCodePoint(path.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return !hollow(path, from, path.length());
    }

    /** Whether the element from {@code from} to {@code to} is empty, {@code .} or {@code ..}. */
    private static boolean hollow(String path, int from, int to) {
        return switch (to - from) {
            case 0 -> true;
            case 1 -> path.charAt(from) == '.';
            case 2 -> path.charAt(from) == '.' && path.charAt(from + 1) == '.';
            default -> false;
        };
    }

    /** The path's last element. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return repository + "/" + path;
    }
}
