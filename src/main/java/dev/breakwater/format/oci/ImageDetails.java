package dev.breakwater.format.oci;

import dev.breakwater.format.oci.manifest.ManifestParts;
import dev.breakwater.format.oci.manifest.ManifestParts.PartDescriptor;
import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.Reference;
import dev.breakwater.repository.PackageDetails;
import dev.breakwater.store.Key;
import dev.breakwater.store.SharedStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what a tag stands for, how large an image is, and how to pull it. */
final class ImageDetails implements PackageDetails {
    private static final int LONGEST_TAG = 256;

    /** The most manifests of an index that are read for its size. */
    private static final int MOST_PLATFORMS = 50;

    @Override
    public List<VersionDetail> of(
            SharedStore store, String stored, String module, List<String> versions, String address)
            throws IOException, InterruptedException {
        Optional<ImageName> name = ImageName.parse(module);
        if (name.isEmpty()) {
            return List.of();
        }
        String pull = "docker pull " + URI.create(address).getRawAuthority()
                + address.substring(address.lastIndexOf('/')) + "/" + name.get();
        HeldManifests held = new HeldManifests(store, stored, name.get());
        List<VersionDetail> details = new ArrayList<>();
        for (String version : versions) {
            Optional<Reference> reference = Reference.parse(version);
            if (reference.isPresent()) {
                details.add(detail(held, pull, reference.get()));
            }
        }
        return details;
    }

    private static VersionDetail detail(HeldManifests held, String pull, Reference reference)
            throws IOException, InterruptedException {
        return switch (reference) {
            case ContentDigest digest -> new VersionDetail(digest.text(), "", held.size(digest), pull + "@" + digest);
            case Reference.Tag tag -> {
                ContentDigest digest = held.digest(tag).orElse(null);
                yield new VersionDetail(
                        tag.text(),
                        digest == null ? "" : digest.text(),
                        digest == null ? 0 : held.size(digest),
                        pull + ":" + tag);
            }
        };
    }

    /** What a tag stood for when it arrived. */
    private record PointedAt(String digest, Instant at) {}

    /** The manifests of an image in the store. */
    private record HeldManifests(SharedStore store, String stored, ImageName name) {
        /** If the tag was fetched and was pushed, because the image changed its owner, the last word counts. */
        Optional<ContentDigest> digest(Reference.Tag tag) throws IOException, InterruptedException {
            return Stream.of(pointed(ImageKeys.tag(stored, name, tag)), pointed(ImageKeys.pushedTag(stored, name, tag)))
                    .flatMap(Optional::stream)
                    .max(Comparator.comparing(PointedAt::at))
                    .flatMap(last -> ContentDigest.parse(last.digest()));
        }

        private Optional<PointedAt> pointed(Key key) throws IOException, InterruptedException {
            return store.read(
                    key,
                    entry -> new PointedAt(
                            new String(entry.bytes(LONGEST_TAG), StandardCharsets.US_ASCII).strip(),
                            entry.meta().fetchedAt()));
        }

        /** Of an index, what is here of its platforms. */
        long size(ContentDigest digest) throws IOException, InterruptedException {
            ManifestParts parts = parts(digest);
            if (!parts.index()) {
                return parts.size();
            }
            long sum = 0;
            for (PartDescriptor each :
                    parts.parts().stream().limit(MOST_PLATFORMS).toList()) {
                sum = Math.min(Long.MAX_VALUE / 2, sum)
                        + Math.min(Long.MAX_VALUE / 2, parts(each.digest()).size());
            }
            return sum;
        }

        private ManifestParts parts(ContentDigest digest) throws IOException, InterruptedException {
            byte[] fetched = manifest(ImageKeys.manifest(stored, name, digest));
            return ManifestParts.of(
                    fetched.length > 0 ? fetched : manifest(ImageKeys.pushedManifest(stored, name, digest)));
        }

        private byte[] manifest(Key key) throws IOException, InterruptedException {
            return store.read(key, entry -> entry.bytes(ManifestType.LARGEST)).orElse(new byte[0]);
        }
    }
}
