package dev.breakwater.format.oci.settings;

/** The owner of images: the only source for them. */
public sealed interface ImageOwner {
    /** The upstream of that name. */
    record OneRegistry(String name) implements ImageOwner {}

    /** This server, with the images pushed to it. */
    record PushedHere() implements ImageOwner {}
}
