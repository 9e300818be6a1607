package dev.breakwater.format.oci.name;

import java.util.Optional;
import java.util.regex.Pattern;

/** What names a manifest of an image: a tag, which may be moved, or the digest of its bytes, which can't. */
public sealed interface Reference permits ContentDigest, Reference.Tag {
    /** As in a path. */
    String text();

    /** The reference in {@code text}; empty if it is neither a tag nor a digest. A tag has no colon. */
    static Optional<Reference> parse(String text) {
        return text.indexOf(':') < 0
                ? Tag.parse(text).map(tag -> tag)
                : ContentDigest.parse(text).map(digest -> digest);
    }

    /** A tag: at most 128 characters (distribution specification, "Pulling manifests"). */
    record Tag(String text) implements Reference {
        private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

        /** The tag in {@code text}; empty if it is not a valid one. */
        public static Optional<Tag> parse(String text) {
            return FORM.matcher(text).matches() ? Optional.of(new Tag(text)) : Optional.empty();
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
