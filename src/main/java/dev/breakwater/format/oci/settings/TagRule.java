package dev.breakwater.format.oci.settings;

/** How a repository decides what a tag stands for. */
public enum TagRule {
    /** Registries of two failure domains must agree. */
    AGREE,
    /** The same, but a tag that they have agreed on never moves by itself. */
    PINNED
}
