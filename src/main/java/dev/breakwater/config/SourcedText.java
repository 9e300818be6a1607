package dev.breakwater.config;

import org.jspecify.annotations.Nullable;

/**
 * The text of a value, and its source.
 *
 * @param text with everything expanded
 * @param shown the same with secrets masked
 * @param from its source, for people
 * @param place its place in the file; null for flags and variables
 */
public record SourcedText(
        String text, String shown, String from, @Nullable Place place) {
    /** From a flag or a variable. */
    public static SourcedText outside(String text, String from) {
        return new SourcedText(text, text, from, null);
    }

    /** The place for mistakes in it. */
    public String where() {
        return place == null ? from : place.toString();
    }
}
