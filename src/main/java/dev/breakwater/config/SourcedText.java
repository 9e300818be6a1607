package dev.breakwater.config;

import org.jspecify.annotations.Nullable;

/**
 * The text of a value, and where it was written.
 *
 * @param text with everything expanded
 * @param shown the same with secrets masked
 * @param from whence, for people
 * @param place where in the file; missing for flags and variables
 */
public record SourcedText(
        String text, String shown, String from, @Nullable Place place) {
    /** From a flag or a variable. */
    public static SourcedText outside(String text, String from) {
        return new SourcedText(text, text, from, null);
    }

    /** Where a mistake in it is. */
    public String where() {
        return place == null ? from : place.toString();
    }
}
