package dev.breakwater.cli;

import dev.breakwater.store.Key;
import java.util.List;
import java.util.function.Predicate;

/** What commands have to know of the packages that a repository holds. */
public interface Modules {
    /** Says by their keys which entries belong to the modules that {@code globs} match. */
    Predicate<Key> kept(List<String> globs);
}
