package dev.breakwater.format.npm.probe;

/**
 * What a registry offers, as plain data: {@code yes}, {@code no}, or {@code unknown} if no answer says.
 *
 * @param installForm the short form of documents
 * @param times when versions were published
 * @param ownTarballs tarballs at its own address, in documents too
 * @param keys the known keys at {@code /-/npm/v1/keys}; {@code other} if it has others. Keys are never taken from there
 * @param audit answers to {@code npm audit}
 * @param search answers to {@code npm search}
 */
public record RegistryReport(
        String installForm, String times, String ownTarballs, String keys, String audit, String search) {}
