package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.upstream.ManifestType;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * How each part of an image is believed.
 *
 * @param authorities the names of the registries whose word decides what a tag stands for
 * @param pinned whether a tag that was confirmed never moves
 */
public record ImageVerifiers(Set<String> authorities, boolean pinned) {
    /** The most bytes of a blob. */
    private static final long LARGEST_BLOB = 64L << 30;

    private static final int LONGEST_SIZE = 20;

    /** Copies the set. */
    public ImageVerifiers {
        authorities = Set.copyOf(authorities);
    }

    /** A manifest, by its digest. */
    public Verifier manifest(ContentDigest digest) {
        return new DigestVerifier(digest, ManifestType.LARGEST);
    }

    /** A blob, by its digest. */
    public Verifier blob(ContentDigest digest) {
        return new DigestVerifier(digest, LARGEST_BLOB);
    }

    /** The length of a blob: nothing proves it, and nothing is made of it but a header. */
    public Verifier size() {
        return Verifier.of(LONGEST_SIZE, () -> whole -> {
            try {
                String line = new String(whole.bytes(LONGEST_SIZE), StandardCharsets.US_ASCII);
                return line.matches("[0-9]{1,18}\n")
                        ? new Verdict.Verified("its head")
                        : new Verdict.Rejected("no number");
            } catch (IOException e) {
                return new Verdict.Rejected("no number");
            }
        });
    }

    /** What a tag stands for: a manifest that {@code delivery} brings, if there is one. */
    public Agreement tag(ManifestDelivery delivery) {
        return new TagAgreement(authorities, pinned, delivery);
    }

    /** The tags of an image. */
    public Agreement tags() {
        return new TagListAgreement();
    }

    /** What refers to a manifest. */
    public Agreement referrers() {
        return new ReferrersAgreement();
    }

    /** The digest in what {@link #tag} has agreed on. */
    public static ContentDigest digest(byte[] pointer) {
        return TagAgreement.digest(pointer).orElseThrow(() -> new IllegalStateException("a tag's entry has no digest"));
    }
}
