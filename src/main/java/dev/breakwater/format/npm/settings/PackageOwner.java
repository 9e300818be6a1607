package dev.breakwater.format.npm.settings;

/** The owner of packages: the only source for them. */
public sealed interface PackageOwner {
    /** The upstream of that name. */
    record OneUpstream(String name) implements PackageOwner {}

    /** This server, with the packages published to it. */
    record Hosted() implements PackageOwner {}
}
