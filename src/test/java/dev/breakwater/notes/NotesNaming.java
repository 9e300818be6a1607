package dev.breakwater.notes;

import dev.breakwater.repository.Naming;
import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code <name>/<number>.txt} is version {@code <number>} of the note {@code <name>}. */
final class NotesNaming implements Naming {
    @Override
    public @Nullable PackageVersion of(String path) {
        int slash = path.indexOf('/');
        return slash > 0 && path.endsWith(".txt")
                ? new PackageVersion(
                        path.substring(0, slash), path.substring(slash + 1, path.length() - ".txt".length()), "note")
                : null;
    }

    @Override
    public int compare(String version, String other) {
        return Integer.compare(Integer.parseInt(version), Integer.parseInt(other));
    }

    @Override
    public boolean isPackage(String text) {
        return !text.contains("*");
    }

    @Override
    public Predicate<String> packages(List<String> patterns) {
        return patterns::contains;
    }

    @Override
    public Predicate<String> secrets(List<String> patterns) {
        return patterns::contains;
    }

    @Override
    public Predicate<Key> entries(List<String> patterns) {
        return key -> {
            PackageVersion note = of(key.path());
            return note != null && patterns.contains(note.module());
        };
    }

    @Override
    public boolean isPrivate(String stored) {
        return false;
    }
}
