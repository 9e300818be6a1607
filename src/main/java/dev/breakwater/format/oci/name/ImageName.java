package dev.breakwater.format.oci.name;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image in a registry, such as {@code library/alpine}: the distribution specification calls it the name of a
 * repository ("Pulling manifests"). At most 255 bytes, as clients allow with the registry's name (distribution/reference).
 *
 * @param text lower case, elements joined by slashes
 */
public record ImageName(String text) implements Comparable<ImageName> {
    private static final int LONGEST = 255;
    private static final String ELEMENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+";
    private static final Pattern FORM = Pattern.compile(ELEMENT + "(?:/" + ELEMENT + ")*+");

    /** Checks nothing: for names that {@link #parse} has accepted. */
    public ImageName {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an image has a name");
        }
    }

    /** The name in {@code text}; empty if it is not a valid one. */
    public static Optional<ImageName> parse(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches()
                ? Optional.of(new ImageName(text))
                : Optional.empty();
    }

    /** Whether it has one element only, as {@code alpine}. */
    public boolean isSingle() {
        return text.indexOf('/') < 0;
    }

    @Override
    public int compareTo(ImageName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
