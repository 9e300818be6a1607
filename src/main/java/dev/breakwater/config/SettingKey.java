package dev.breakwater.config;

import org.jspecify.annotations.Nullable;

/**
 * One configuration key: all its properties, for the reader and for the reference page.
 *
 * @param name its name in the file
 * @param shape what is below it
 * @param type the type of its value, or of each in a list; {@link Types#TEXT} if there are only further keys
 * @param fallback its default as written in the file; null if it has none
 * @param meaning a sentence for the reference
 * @param example a value as written in the file
 * @param secret whether its value must never be shown
 * @param fixed whether a running server keeps the value it was started with
 */
public record SettingKey<T>(
        String name,
        Shape shape,
        Type<T> type,
        @Nullable String fallback,
        String meaning,
        String example,
        boolean secret,
        boolean fixed) {
    /** The shape of what is below a key. */
    public enum Shape {
        /** One value. */
        VALUE,
        /** A list of values. */
        VALUES,
        /** Further known keys. */
        BLOCK,
        /** Names that the operator chose. */
        NAMES,
        /** A list of blocks. */
        BLOCKS
    }

    /** A key with one value. */
    public static <T> SettingKey<T> value(String name, Type<T> type, String meaning, String example) {
        return new SettingKey<>(name, Shape.VALUE, type, null, meaning, example, false, false);
    }

    /** A key with a list of values. */
    public static <T> SettingKey<T> values(String name, Type<T> type, String meaning, String example) {
        return new SettingKey<>(name, Shape.VALUES, type, null, meaning, example, false, false);
    }

    /** A key with further keys below it. */
    public static SettingKey<String> block(String name, Shape shape, String meaning) {
        return new SettingKey<>(name, shape, Types.TEXT, null, meaning, "", false, false);
    }

    /** The same with a default. */
    public SettingKey<T> fallback(String text) {
        return new SettingKey<>(name, shape, type, text, meaning, example, secret, fixed);
    }

    /** The same under another name: for keys that the operator names. */
    public SettingKey<T> called(String other) {
        return new SettingKey<>(other, shape, type, fallback, meaning, example, secret, fixed);
    }

    /** The same, never to be shown. */
    public SettingKey<T> hidden() {
        return new SettingKey<>(name, shape, type, fallback, meaning, example, true, fixed);
    }

    /** The same, but a running server keeps the value of its start. */
    public SettingKey<T> needsRestart() {
        return new SettingKey<>(name, shape, type, fallback, meaning, example, secret, true);
    }
}
