package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.tarball.Integrity;
import java.util.List;

/**
 * What one document says of one version.
 *
 * @param integrity the hashes of its tarball
 * @param manifest the digest of what an install depends on in its manifest
 * @param signatures the registry's signatures
 * @param attested whether it has attestations, or names its trusted publisher
 * @param tarball the path and query of its tarball's address if that is not the usual one; empty if it is
 */
public record VersionClaim(
        Integrity integrity, long manifest, List<RegistrySignature> signatures, boolean attested, String tarball) {
    /** How many characters it keeps. */
    int length() {
        int all = integrity.toString().length() + integrity.shasum().length() + tarball.length();
        for (RegistrySignature signature : signatures) {
            all += signature.keyId().length() + signature.signature().length();
        }
        return all;
    }

    /** How much its manifest proves; of two alike, clients get the one that proves more. */
    int evidence() {
        return (signatures.isEmpty() ? 0 : 1) + (attested ? 2 : 0);
    }
}
