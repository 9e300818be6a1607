package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.store.Key;

/**
 * The keys of hosted images in the store. The bytes of a blob are there once; <b>an image has a blob only by its link</b>, so that
 * a digest that was overheard opens nothing.
 */
public interface HostedImageKeys {
    /** The bytes of a blob. */
    Key blob(ContentDigest digest);

    /** The link by which an image has a blob. */
    Key link(ImageName name, ContentDigest digest);

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
}
