package dev.breakwater.config;

import java.util.List;

/**
 * The keys of one block.
 *
 * @param path its place: empty for the top, {@code *} for a name, {@code []} after a list for each element
 * @param keys in the order of the reference
 */
public record Group(String path, List<SettingKey<?>> keys) {
    public Group {
        keys = List.copyOf(keys);
    }

    /** The path of {@code key}, which must be in the group. */
    public String path(SettingKey<?> key) {
        return path.isEmpty() ? key.name() : path + "." + key.name();
    }

    /** The key of that name, which must exist. */
    SettingKey<?> key(String name) {
        return keys.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no section has a key " + name));
    }
}
