package dev.breakwater.format.oci.settings;

/**
 * The operator's own images, which are fetched from their owner alone.
 *
 * @param pattern matches their names: {@code mycompany/*} or one name
 * @param owner their owner
 */
public record OwnedImages(String pattern, ImageOwner owner) {}
