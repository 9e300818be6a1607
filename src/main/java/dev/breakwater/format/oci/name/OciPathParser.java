package dev.breakwater.format.oci.name;

import dev.breakwater.format.oci.name.OciPath.ApiBase;
import dev.breakwater.format.oci.name.OciPath.BlobPath;
import dev.breakwater.format.oci.name.OciPath.CatalogPath;
import dev.breakwater.format.oci.name.OciPath.MalformedPath;
import dev.breakwater.format.oci.name.OciPath.ManifestPath;
import dev.breakwater.format.oci.name.OciPath.NoPath;
import dev.breakwater.format.oci.name.OciPath.ReferrersPath;
import dev.breakwater.format.oci.name.OciPath.TagListPath;
import dev.breakwater.format.oci.name.OciPath.UploadPath;
import java.util.Optional;
import java.util.function.BiFunction;

/** Parses the paths of a registry. The last elements decide, since a name may contain words such as {@code manifests}. */
public final class OciPathParser {
    /** The error code of a malformed name: distribution specification, "Error codes". */
    public static final String NAME_INVALID = "NAME_INVALID";

    private static final String DIGEST_INVALID = "DIGEST_INVALID";
    private static final String TAG_LIST = "/tags/list";
    private static final String UPLOADS = "/blobs/uploads";
    private static final int SHOWN = 80;

    private OciPathParser() {}

    /** The path in {@code text}: what follows {@code /v2/}, as it was sent. */
    public static OciPath parse(String text) {
        if (text.isEmpty()) {
            return new ApiBase();
        }
        if (text.equals("_catalog")) {
            return new CatalogPath();
        }
        if (text.indexOf('%') >= 0) {
            return new MalformedPath(NAME_INVALID, "a name, tag or digest has no character that a path must encode");
        }
        if (text.endsWith(TAG_LIST)) {
            return named(before(text, TAG_LIST), TagListPath::new);
        }
        if (text.endsWith(UPLOADS) || text.endsWith(UPLOADS + "/")) {
            return named(text.substring(0, text.lastIndexOf(UPLOADS)), name -> new UploadPath(name, ""));
        }
        int last = text.lastIndexOf('/');
        int kind = last < 0 ? -1 : text.lastIndexOf('/', last - 1);
        return kind < 0
                ? new NoPath()
                : of(text.substring(0, kind), text.substring(kind + 1, last), text.substring(last + 1));
    }

    private static OciPath of(String name, String kind, String last) {
        return switch (kind) {
            case "manifests" -> manifest(name, last);
            case "blobs" -> digested(name, last, BlobPath::new);
            case "referrers" -> digested(name, last, ReferrersPath::new);
            case "uploads" ->
                name.endsWith("/blobs")
                        ? named(before(name, "/blobs"), found -> new UploadPath(found, last))
                        : new NoPath();
            default -> new NoPath();
        };
    }

    private static OciPath manifest(String name, String reference) {
        Optional<Reference> found = Reference.parse(reference);
        if (found.isPresent()) {
            return named(name, image -> new ManifestPath(image, found.get()));
        }
        return reference.indexOf(':') >= 0
                ? malformedDigest(reference)
                : new MalformedPath(
                        "MANIFEST_INVALID",
                        shown(reference) + " is not a tag: expected at most 128 letters, digits and . _ -");
    }

    private static OciPath digested(String name, String digest, BiFunction<ImageName, ContentDigest, OciPath> path) {
        return ContentDigest.parse(digest)
                .map(found -> named(name, image -> path.apply(image, found)))
                .orElseGet(() -> malformedDigest(digest));
    }

    private static OciPath malformedDigest(String digest) {
        return new MalformedPath(
                DIGEST_INVALID,
                shown(digest) + " is not a digest: expected sha256: and 64, or sha512: and 128 lower-case hex digits");
    }

    private interface Making {
        OciPath of(ImageName name);
    }

    private static OciPath named(String name, Making path) {
        return ImageName.parse(name)
                .map(path::of)
                .orElseGet(() -> new MalformedPath(
                        NAME_INVALID,
                        shown(name) + " is not an image's name: expected lower-case letters and digits, joined by . _ -"
                                + " and /, at most 255"));
    }

    private static String before(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
