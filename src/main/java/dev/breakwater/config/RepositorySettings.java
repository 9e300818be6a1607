package dev.breakwater.config;

import java.util.Optional;

/**
 * One repository.
 *
 * @param name the first element of its addresses; matches {@code [a-z][a-z0-9-]*}
 * @param format its package format, the value of {@code format:}
 * @param settings the settings of the format's section
 */
public record RepositorySettings(String name, String format, Object settings) {
    /** The settings as {@code type}; empty if this format has none of that type. */
    public <T> Optional<T> as(Class<T> type) {
        return type.isInstance(settings) ? Optional.of(type.cast(settings)) : Optional.empty();
    }
}
