package dev.breakwater.testing;

/** The ways in which a registry of images is wrong or odd while everything on the wire is right. Each holds for all of its images. */
public enum OciLie {
    /** Each tag names the image that it named first, and lists lack the newest tag. */
    STALE,
    /** Each tag names another image, which it can deliver. */
    OTHER_IMAGE,
    /** Each tag has the digest of nothing, and it delivers the right manifest to a GET by tag. */
    INVENTED_DIGEST,
    /** No {@code Docker-Content-Digest}. */
    NO_DIGEST,
    /** HEAD is 405. */
    NO_HEAD,
    /** Indexes are called manifests and the other way round, and blobs web pages. */
    WRONG_TYPES,
    /** What does not exist is 401. */
    CONCEALED,
    /** It has all manifests, and no blob. */
    PARTIAL,
    /** Blobs are 5 MiB long. */
    LONG_BLOBS,
    /** Blobs are empty. */
    EMPTY_BLOBS,
    /** Manifests and lists are 5 MiB long. */
    LONG_MANIFESTS,
    /** Manifests and lists never end. */
    ENDLESS_MANIFESTS,
    /** Everything is 200 and the same page of HTML, which a HEAD gives the length of. */
    PORTAL,
    /** Lists have two tags a page. */
    PAGES,
    /** The same, with the place in them as a text of its own instead of the last tag. */
    OPAQUE_PAGES,
    /** The link to the second page leads to another host. */
    PAGES_ELSEWHERE,
    /** There is always another page, with other tags. */
    ENDLESS_PAGES
}
