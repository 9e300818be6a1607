package dev.breakwater.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether a name is related to stored entries: builds that use these ask for it too, and go on only when they
 * are told that it does not exist. What a name belongs to are its elements before the first that begins with {@code @}, as
 * a module's path before {@code @v}. It has to do with what is held where something is held of that, of what it is the
 * beginning of, or of what is the beginning of it.
 */
record RelatedNames(Layout layout) {
    private static final String FILES = "/@v";

    boolean of(Key key) {
        String path = key.path();
        int at = path.indexOf("/@");
        String owner = at > 0 ? path.substring(0, at) : parent(path);
        if (owner.isEmpty()) {
            return false;
        }
        if (exists(key, owner)) {
            return true;
        }
        for (String above = parent(owner); !above.isEmpty(); above = parent(above)) {
            if (exists(key, above + FILES)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private boolean exists(Key key, String place) {
        Path folder = layout.folder(new Key(key.repository(), place));
        return folder != null && Files.isDirectory(folder);
    }
}
