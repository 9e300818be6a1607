package dev.breakwater.admin;

import java.util.List;

/**
 * The result of a refresh request: the modules being refreshed.
 *
 * @param modules the modules, in all repositories
 * @param said what was done, for people
 */
public record Refreshed(List<String> modules, String said) {
    public Refreshed {
        modules = List.copyOf(modules);
    }
}
