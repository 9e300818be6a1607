package dev.breakwater.format.npm.settings;

import dev.breakwater.format.npm.signature.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys that sign versions in a repository of npm packages: {@code signing-keys}. */
public sealed interface SigningKeysSetting {
    /** Those of the public npm registry, which are part of the program. */
    record BuiltIn() implements SigningKeysSetting {}

    /** Those of another registry, in {@code file}, which has the form of an answer to {@code /-/npm/v1/keys}. */
    record FromFile(Path file) implements SigningKeysSetting {}

    /** None: no signature is checked. */
    record None() implements SigningKeysSetting {}

    /**
     * The keys themselves.
     *
     * @throws IOException if the file can't be read, or is malformed
     */
    default SigningKeys read() throws IOException {
        return switch (this) {
            case BuiltIn _ -> SigningKeys.PUBLIC_REGISTRY;
            case None _ -> SigningKeys.NONE;
            case FromFile(var file) -> {
                try {
                    yield SigningKeys.read(Files.readString(file));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + " " + e.getMessage(), e);
                }
            }
        };
    }
}
