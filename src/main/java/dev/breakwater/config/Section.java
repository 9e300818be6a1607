package dev.breakwater.config;

import java.util.List;

/**
 * A part of the file that one feature owns: its keys, with their texts and defaults, and how they become its settings. The
 * composition root lists all sections in a {@link Schema}.
 *
 * @param <T> the settings' type; different from every other section's
 */
public interface Section<T> {
    /** The settings' type, the key of {@link Settings#get}. */
    Class<T> type();

    /** Its keys by block. A block may have keys of several sections; a key at the top is in the group {@code ""}. */
    List<Group> groups();

    /**
     * Reads it; reports mistakes to {@code top.reading()}.
     *
     * @param above the settings of the sections listed before it
     */
    T read(Block top, Settings above);
}
