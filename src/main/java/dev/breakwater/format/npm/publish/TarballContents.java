package dev.breakwater.format.npm.publish;

/**
 * What a tarball says of itself.
 *
 * @param name the name in its package.json
 * @param version the version in it, as it is written there
 * @param files how many files it has
 * @param unpacked how many bytes they have
 * @param shrinkwrap whether it has an npm-shrinkwrap.json
 */
record TarballContents(String name, String version, int files, long unpacked, boolean shrinkwrap) {}
