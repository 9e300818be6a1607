package dev.breakwater.format.oci;

import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.pull.DescriptorSizes.DescribedImage;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the manifests of one image in the store. */
final class StoredManifests {
    private static final int MOST = 200;
    private static final int MOST_BYTES = 16 << 20;

    private StoredManifests() {}

    /** Up to {@value #MOST} manifests of {@code image}, 16 MiB together, in no order. */
    static List<byte[]> of(Store store, DescribedImage image) throws IOException {
        List<byte[]> found = new ArrayList<>();
        int room = MOST_BYTES;
        for (ContentDigest.Algorithm algorithm : ContentDigest.Algorithm.values()) {
            Key folder = ImageKeys.part(image.stored(), image.name().text(), "!manifests/" + algorithm.text());
            for (String hex : store.names(folder)) {
                Optional<ContentDigest> digest = ContentDigest.parse(algorithm.text() + ":" + hex);
                if (found.size() < MOST && room >= ManifestType.LARGEST && digest.isPresent()) {
                    Optional<Entry> entry = store.find(ImageKeys.manifest(image.stored(), image.name(), digest.get()))
                            .filter(each -> each.meta().standing() == Standing.CONFIRMED);
                    if (entry.isPresent()) {
                        byte[] manifest = entry.get().bytes(ManifestType.LARGEST);
                        room -= manifest.length;
                        found.add(manifest);
                    }
                }
            }
        }
        return found;
    }
}
