package dev.breakwater.format.oci;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.repository.Naming;
import dev.breakwater.store.Key;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an image's entries in the store: {@code <name>/!manifests/sha256/<hex>}, {@code <name>/!tags/<tag>} with the digest
 * that a tag stands for, {@code <name>/!list} with its tags, {@code <name>/!referrers/…} with what refers to a manifest, and
 * blobs by their digests alone, {@code !blobs/sha256/<2>/<hex>}, since images share them. An image that is
 * pushed here has {@code <name>/!pushed-manifests/…}, {@code <name>/!pushed-tags/<tag>}, and {@code <name>/!links/…} to its blobs:
 * if the owner of a name changes between this server and an upstream, what one of them has is not taken for the other's. No
 * element of a name begins with {@code !}.
 */
final class ImageKeys {
    private static final String BLOBS = "!blobs/";
    private static final Pattern STORED = Pattern.compile(
            "(.+)/!(manifests|pushed-manifests|tags|pushed-tags|list|referrers|blobs|links|sizes)(?:/(.+))?");

    private ImageKeys() {}

    /** A manifest. */
    static Key manifest(String repository, ImageName name, ContentDigest digest) {
        return new Key(repository, name + "/!manifests/" + digest.algorithm().text() + "/" + digest.hex());
    }

    /** A manifest that was pushed here. */
    static Key pushedManifest(String repository, ImageName name, ContentDigest digest) {
        return new Key(
                repository, name + "/!pushed-manifests/" + digest.algorithm().text() + "/" + digest.hex());
    }

    /** What a tag stands for. */
    static Key tag(String repository, ImageName name, Tag tag) {
        return new Key(repository, name + "/!tags/" + tag);
    }

    /** What a tag stands for that was pushed here. */
    static Key pushedTag(String repository, ImageName name, Tag tag) {
        return new Key(repository, name + "/!pushed-tags/" + tag);
    }

    /** The tags of an image. */
    static Key list(String repository, ImageName name) {
        return new Key(repository, name + "/!list");
    }

    /** A blob of public images: who may read one of them may read it, under any name. */
    static Key blob(String repository, ContentDigest digest) {
        return new Key(repository, BLOBS + path(digest));
    }

    /** A blob of a private image: the right to it is the name's, so that a digest that was overheard opens nothing. */
    static Key blob(String repository, ImageName name, ContentDigest digest) {
        return new Key(repository, name + "/" + BLOBS + path(digest));
    }

    /** That an image has a blob which was pushed here: the digest, whose bytes are elsewhere. */
    static Key link(String repository, ImageName name, ContentDigest digest) {
        return new Key(repository, name + "/!links/" + path(digest));
    }

    /** How long a blob is, for one that is not here. */
    static Key size(String repository, ImageName name, ContentDigest digest) {
        return new Key(repository, name + "/!sizes/" + path(digest));
    }

    /** What refers to a manifest. */
    static Key referrers(String repository, ImageName name, ContentDigest digest) {
        return new Key(repository, name + "/!referrers/" + digest.algorithm().text() + "/" + digest.hex());
    }

    /** A part of what is held of an image, such as {@code !tags}. */
    static Key part(String repository, String name, String part) {
        return new Key(repository, name + "/" + part);
    }

    private static String path(ContentDigest digest) {
        return digest.algorithm().text() + "/" + digest.hex().substring(0, 2) + "/" + digest.hex();
    }

    /** The image and version of a stored path; null for one of no image. */
    static Naming.@Nullable PackageVersion of(String path) {
        Matcher stored = STORED.matcher(path);
        if (!stored.matches()) {
            return null;
        }
        Optional<ImageName> name = ImageName.parse(stored.group(1));
        String rest = stored.group(3) == null ? "" : stored.group(3);
        return name.map(found -> switch (stored.group(2)) {
                    case "manifests", "pushed-manifests" ->
                        new Naming.PackageVersion(found.text(), rest.replace('/', ':'), "manifest");
                    case "tags", "pushed-tags" -> new Naming.PackageVersion(found.text(), rest, "tag");
                    case "list" -> new Naming.PackageVersion(found.text(), "", "tags");
                    case "referrers" -> new Naming.PackageVersion(found.text(), rest.replace('/', ':'), "referrers");
                    case "sizes" -> new Naming.PackageVersion(found.text(), "", "size");
                    default -> new Naming.PackageVersion(found.text(), "", "blob");
                })
                .orElse(null);
    }
}
