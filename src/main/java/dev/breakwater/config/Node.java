package dev.breakwater.config;

import java.util.List;

/** A piece of a file with its place. */
public sealed interface Node {
    Place place();

    /** A single value; {@code plain} if it was written without quotes. */
    record Scalar(Place place, String text, boolean plain) implements Node {}

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {}

    /** Keys and values in the order of the file, duplicates included. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        /** The name of a list's element in variables: its {@code name}, or if it has none its number. */
        String name(int index) {
            return entries.stream()
                    .filter(entry -> entry.key().equals("name"))
                    .map(entry -> entry.value() instanceof Scalar scalar ? scalar.text() : "")
                    .findFirst()
                    .orElse(Integer.toString(index));
        }
    }

    /** One key and its value. */
    record Entry(Place place, String key, Node value) {}

    /** Whether the value is missing, as after a lone {@code key:}. */
    default boolean absent() {
        return this instanceof Scalar(Place _, String text, boolean plain)
                && plain
                && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
}
