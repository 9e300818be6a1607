package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.verify.Verifier;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How each part of an image is believed.
 *
 * @param authorities the names of the registries whose word decides what a tag stands for
 * @param pinned which tags never move once they were confirmed
 */
public record ImageVerifiers(Set<String> authorities, Predicate<Tag> pinned) {
    /** The most bytes of a blob. */
    public static final long LARGEST_BLOB = 64L << 30;

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

    /** The same, of as many bytes as {@code descriptor} says, if that is not -1. */
    public Verifier blob(ContentDigest digest, LongSupplier descriptor) {
        return new DigestVerifier(digest, LARGEST_BLOB, descriptor);
    }

    /** The length of a blob. */
    public Agreement size() {
        return new SizeAgreement();
    }

    /** What {@code tag} stands for: a manifest that {@code delivery} brings, if there is one. */
    public Agreement tag(Tag tag, ManifestDelivery delivery) {
        return new TagAgreement(authorities, pinned.test(tag), delivery);
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
