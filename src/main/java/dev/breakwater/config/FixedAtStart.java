package dev.breakwater.config;

/**
 * Settings of which a running server cannot change some, or any: those of keys that are {@link SettingKey#fixed}.
 *
 * @param <T> the settings themselves
 */
public interface FixedAtStart<T> {
    /** These, but for what a server that was started with {@code started} cannot change while it runs. */
    T over(T started);
}
