package dev.breakwater.format.go;

import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.ownership.NamePatterns;
import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;

/**
 * Matches entries of modules under some globs, by their keys: files of the module itself, and its records of the checksum
 * database.
 */
final class KeptModules implements Predicate<Key> {
    private final NamePatterns globs;

    private KeptModules(NamePatterns globs) {
        this.globs = globs;
    }

    /** For modules that match {@code globs}, in the form of GOPRIVATE. */
    static Predicate<Key> of(List<String> globs) {
        return globs.isEmpty() ? key -> false : new KeptModules(NamePatterns.of(globs));
    }

    @Override
    public boolean test(Key key) {
        String module = Escaping.unescape(module(key.path()));
        return module != null && globs.match(module) instanceof NamePatterns.Match.Within;
    }

    /** The module's path, still escaped; empty if the entry doesn't belong to one module. */
    private static String module(String path) {
        if (path.startsWith("sumdb/")) {
            int from = path.indexOf("/lookup/");
            int to = path.lastIndexOf('@');
            return from < 0 || to < from ? "" : path.substring(from + "/lookup/".length(), to);
        }
        int files = path.indexOf("/@v/");
        return files >= 0
                ? path.substring(0, files)
                : path.endsWith("/@latest") ? path.substring(0, path.length() - "/@latest".length()) : "";
    }
}
