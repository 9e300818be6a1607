package dev.breakwater.format.oci.name;

/** A path of a registry, below {@code /v2/} (distribution specification, "Endpoints"). */
public sealed interface OciPath {
    /** A path of one image. */
    sealed interface OfImage extends OciPath {
        /** The image. */
        ImageName name();
    }

    /** {@code /}: whether it is a registry, and whom it lets in. */
    record ApiBase() implements OciPath {}

    /** {@code <name>/manifests/<reference>}. */
    record ManifestPath(ImageName name, Reference reference) implements OfImage {}

    /** {@code <name>/blobs/<digest>}. */
    record BlobPath(ImageName name, ContentDigest digest) implements OfImage {}

    /** {@code <name>/tags/list}. */
    record TagListPath(ImageName name) implements OfImage {}

    /** {@code <name>/referrers/<digest>}. */
    record ReferrersPath(ImageName name, ContentDigest digest) implements OfImage {}

    /** {@code <name>/blobs/uploads/} and what is below it; {@code session} is empty for a new one. */
    record UploadPath(ImageName name, String session) implements OfImage {}

    /** {@code _catalog}. */
    record CatalogPath() implements OciPath {}

    /** Not a path of a registry. */
    record NoPath() implements OciPath {}

    /**
     * A path of a registry with something malformed in it.
     *
     * @param code the error's code in the specification: {@code NAME_INVALID} or {@code DIGEST_INVALID}
     * @param why what is wrong, for people
     */
    record MalformedPath(String code, String why) implements OciPath {}
}
