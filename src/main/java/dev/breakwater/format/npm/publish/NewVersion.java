package dev.breakwater.format.npm.publish;

/**
 * A version that is added to a document.
 *
 * @param manifest its manifest in JSON, as it is stored
 * @param readme the package's readme at this version; empty if it has none. Only the document has it, not the manifest
 */
record NewVersion(String version, byte[] manifest, String readme) {}
