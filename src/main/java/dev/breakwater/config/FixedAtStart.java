package dev.breakwater.config;

/**
 * Settings that a running server cannot change, in part or at all: those of keys that are {@link SettingKey#fixed}.
 *
 * @param <T> the settings themselves
 */
public interface FixedAtStart<T> {
    /** These settings, but with the values of {@code started} for those that cannot change while the server runs. */
    T over(T started);
}
