package dev.breakwater.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The settings in force: read, checked, defaults filled in. Each feature's part is looked up by its type.
 *
 * @param parts the settings of each section, by their type
 * @param repositories by name, in the order of the file; never empty
 */
public record Settings(SequencedMap<Class<?>, Object> parts, SequencedMap<String, RepositorySettings> repositories) {
    /** No settings. */
    static final Settings NONE = new Settings(new LinkedHashMap<>(), new LinkedHashMap<>());

    public Settings {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
        repositories = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(repositories));
    }

    /**
     * The settings of that type.
     *
     * @throws IllegalArgumentException if there is no such section
     */
    public <T> T get(Class<T> type) {
        Object part = parts.get(type);
        if (part == null) {
            throw new IllegalArgumentException("no section is read into " + type.getName());
        }
        return type.cast(part);
    }

    <T> Settings with(Class<T> type, T part) {
        SequencedMap<Class<?>, Object> more = new LinkedHashMap<>(parts);
        more.put(type, part);
        return new Settings(more, repositories);
    }

    Settings with(SequencedMap<String, RepositorySettings> read) {
        return new Settings(parts, read);
    }

    /** The same, but with the values of {@code started} for those that cannot change while the server runs. */
    public Settings over(Settings started) {
        SequencedMap<Class<?>, Object> next = new LinkedHashMap<>();
        for (Map.Entry<Class<?>, Object> part : parts.entrySet()) {
            next.put(part.getKey(), over(part.getKey(), part.getValue(), started));
        }
        return new Settings(next, repositories);
    }

    private static <T> Object over(Class<T> type, Object part, Settings started) {
        return part instanceof FixedAtStart<?> fixed ? over(fixed, started.get(type)) : part;
    }

    /** Both are of one type. */
    @SuppressWarnings("unchecked")
    private static <T> Object over(FixedAtStart<T> part, Object started) {
        return part.over((T) started);
    }
}
