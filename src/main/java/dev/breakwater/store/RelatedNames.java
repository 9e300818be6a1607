package dev.breakwater.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether a name is related to stored entries: builds that use these request it too, and continue only after a "not
 * found". A name's owner is its elements before the first that begins with {@code @}, such as a module's path. The name is
 * related if an entry is stored for its owner, below its owner, or for a prefix of its owner.
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
