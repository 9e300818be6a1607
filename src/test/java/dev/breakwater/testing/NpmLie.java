package dev.breakwater.testing;

/** The ways an npm registry is wrong while everything on the wire is right. Each holds for all of its packages. */
public enum NpmLie {
    /** It lacks the newest version of each package, and {@code latest} names the one before. */
    STALE,
    /** It has a version {@code 99.0.0} that was never published, which is {@code latest}; its tarball can be installed. */
    INVENTED_VERSION,
    /** It has other bytes for the newest version, and their integrity in document and record; the old signature stands. */
    WRONG_INTEGRITY,
    /** One letter in the name of a dependency of the newest version is another. */
    FLIPPED_LETTER,
    /** It answers with the document of another package. */
    OTHER_PACKAGE,
    /** Documents and records are {@code {}}. */
    EMPTY_OBJECT,
    /** Documents and records are {@code {"error": …}} with 200. */
    ERROR_200,
    /** It drops signatures and {@code time}. */
    STRIPPED,
    /** It drops all tags. */
    TAGLESS
}
