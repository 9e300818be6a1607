package dev.breakwater.admin;

import java.util.List;

/**
 * What is being asked anew.
 *
 * @param modules the modules, in all repositories
 * @param said what was done, for people
 */
public record Refreshed(List<String> modules, String said) {
    /** Copies the list. */
    public Refreshed {
        modules = List.copyOf(modules);
    }
}
