package dev.breakwater.format.npm.settings;

/**
 * The operator's own packages, which are fetched from their owner alone.
 *
 * @param pattern matches their names, ignoring case: {@code @acme/*}, {@code acme-*} or one name
 * @param owner their owner
 */
public record OwnedPackages(String pattern, PackageOwner owner) {}
