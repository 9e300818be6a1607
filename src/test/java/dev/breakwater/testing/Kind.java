package dev.breakwater.testing;

import java.util.function.Predicate;

/** What a request to a mirror is for. */
public enum Kind {
    /** {@code @v/list}. */
    LIST,
    /** {@code @latest}. */
    LATEST,
    /** {@code @v/….info}, queries included. */
    INFO,
    /** {@code @v/….mod}. */
    MOD,
    /** {@code @v/….zip}. */
    ZIP,
    /** Anything below {@code /sumdb/}. */
    SUMDB,
    /** Anything else. */
    OTHER;

    /** The kind of a path, which is taken without a query and below the mirror's own prefix. */
    public static Kind of(String path) {
        if (path.startsWith("/sumdb/")) {
            return SUMDB;
        }
        if (path.endsWith("/@latest")) {
            return LATEST;
        }
        if (!path.contains("/@v/")) {
            return OTHER;
        }
        if (path.endsWith("/@v/list")) {
            return LIST;
        }
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "info" -> INFO;
            case "mod" -> MOD;
            case "zip" -> ZIP;
            default -> OTHER;
        };
    }

    /** Restricts a fault to this kind. */
    public Predicate<Asked> only() {
        return asked -> asked.kind() == this;
    }
}
