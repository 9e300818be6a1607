package dev.breakwater.store;

/**
 * The name of one stored thing: the repository's name and a path in it, as in {@code go} and
 * {@code golang.org/x/mod/@v/v0.1.0.zip}. The path has no empty, {@code .} or {@code ..} element, no leading or
 * trailing slash and no control character.
 */
public record Key(String repository, String path) {
    /** Checks the path's form. */
    public Key {
        if (!wellFormed(path)) {
            throw new IllegalArgumentException("not a store path: " + path);
        }
    }

    private static boolean wellFormed(String path) {
        int from = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i < path.length() && path.charAt(i) != '/') {
                if (path.charAt(i) < ' ' || path.charAt(i) == 0x7f) {
                    return false;
                }
                continue;
            }
            String element = path.substring(from, i);
            if (element.isEmpty() || element.equals(".") || element.equals("..")) {
                return false;
            }
            from = i + 1;
        }
        return true;
    }

    @Override
    public String toString() {
        return repository + "/" + path;
    }
}
