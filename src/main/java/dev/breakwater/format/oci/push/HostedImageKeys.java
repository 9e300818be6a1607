package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.store.Key;
import java.util.Optional;

/**
 * The keys of hosted images in the store. The bytes of a blob are there once; <b>an image has a blob only by its link</b>, so that
 * a digest that was overheard opens nothing.
 */
public interface HostedImageKeys {
    /** The name under which the store keeps all of it. */
    String home();

    /** Everything below it is the bytes of a blob. */
    Key blobs();

    /** The bytes of a blob. */
    Key blob(ContentDigest digest);

    /** The link by which an image has a blob. */
    Key link(ImageName name, ContentDigest digest);

    /** Everything below it is a link to a blob. */
    Key links(ImageName name);

    /** Whether it is the link of an image to a blob. */
    boolean isLink(Key key);

    /** A manifest. */
    Key manifest(ImageName name, ContentDigest digest);

    /** Everything below it is a manifest of the image. */
    Key manifests(ImageName name);

    /** What a tag stands for. */
    Key tag(ImageName name, Tag tag);

    /** Directly below it are the tags of the image. */
    Key tags(ImageName name);

    /** The description of the manifest {@code digest}, which refers to {@code subject}. */
    Key referrer(ImageName name, ContentDigest subject, ContentDigest digest);

    /** Directly below it are the descriptions of what refers to {@code subject}. */
    Key referrers(ImageName name, ContentDigest subject);

    /** Everything below it describes a manifest that refers to another. */
    Key referrers(ImageName name);

    /** The digest in the last element of a key: of a blob, a link, a manifest, or a manifest that refers to another. */
    Optional<ContentDigest> digest(Key key);
}
