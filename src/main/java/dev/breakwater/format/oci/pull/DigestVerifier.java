package dev.breakwater.format.oci.pull;

import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongSupplier;

/**
 * Verifies a content by the digest that it was asked for by.
 *
 * @param descriptor says its size, or -1
 */
record DigestVerifier(ContentDigest digest, long largest, LongSupplier descriptor) implements Verifier {
    /** Of which nothing else is known. */
    DigestVerifier(ContentDigest digest, long largest) {
        this(digest, largest, () -> -1);
    }

    @Override
    public long size() {
        return descriptor.getAsLong();
    }

    @Override
    public Check start() {
        return digest.algorithm() == ContentDigest.Algorithm.SHA256 ? this::sha256 : new OtherDigest();
    }

    /** The store computes this digest in any case. */
    private Verdict sha256(Content whole) {
        return verdict(whole.sha256().hex());
    }

    private Verdict verdict(String hex) {
        return hex.equals(digest.hex())
                ? new Verdict.Verified(digest.algorithm().text())
                : Verdict.Rejected.contradiction(
                        "its digest is " + digest.algorithm().text() + ":" + hex);
    }

    /** Computes the digest while the bytes arrive. */
    private final class OtherDigest implements Check {
        private final MessageDigest seen = digest.algorithm().start();

        @Override
        public void update(ByteBuffer arrived) {
            seen.update(arrived.duplicate());
        }

        @Override
        public void restart() {
            seen.reset();
        }

        @Override
        public Verdict verdict(Content whole) {
            return DigestVerifier.this.verdict(
                    ContentDigest.of(digest.algorithm(), seen).hex());
        }
    }
}
