package dev.breakwater.bench.image;

/** What a client of images is asked to do. */
public enum ClientVerb {
    /** Pulls an image of all its platforms into an empty store. */
    PULL,
    /** Pushes what an OCI image layout has. */
    PUSH,
    /** Pushes an artifact whose subject is an image. */
    ATTACH,
    /** Lists the artifacts whose subject is an image. */
    REFERRERS,
    /** Lists the tags of an image. */
    TAGS,
    /** Deletes a tag, or the manifest that it names. */
    DELETE
}
