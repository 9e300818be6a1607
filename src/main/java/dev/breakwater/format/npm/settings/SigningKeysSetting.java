package dev.breakwater.format.npm.settings;

import java.nio.file.Path;

/** The keys that sign versions in a repository of npm packages: {@code signing-keys}. */
public sealed interface SigningKeysSetting {
    /** Those of the public npm registry, which are part of the program. */
    record BuiltIn() implements SigningKeysSetting {}

    /** Those of another registry, in {@code file}, which has the form of an answer to {@code /-/npm/v1/keys}. */
    record FromFile(Path file) implements SigningKeysSetting {}

    /** None: no signature is checked. */
    record None() implements SigningKeysSetting {}
}
