package dev.breakwater.config;

import java.util.List;

/**
 * A part of the file that one feature owns: its keys, with their texts and defaults, and how they become its settings.
 * The composition root lists all there are in a {@link Schema}.
 *
 * @param <T> what it is read into; unequal to every other section's
 */
public interface Section<T> {
    /** What it is read into: {@link Settings#get} asks for it by this. */
    Class<T> type();

    /** Its keys by block. A block may have keys of several sections; a key at the top stands in the group {@code ""}. */
    List<Group> groups();

    /**
     * Reads it; mistakes are told to {@code top.reading()}.
     *
     * @param above what the sections listed before it were read into
     */
    T read(Block top, Settings above);
}
