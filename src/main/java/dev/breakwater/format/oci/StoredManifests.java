package dev.breakwater.format.oci;

import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.pull.DescriptorSizes.DescribedImage;
import dev.breakwater.store.Key;
import dev.breakwater.store.Standing;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the manifests of one image in the store. */
final class StoredManifests {
    private static final int MOST = 200;
    private static final int MOST_BYTES = 16 << 20;

    private StoredManifests() {}

    /** Gives up to {@value #MOST} manifests of {@code image}, 16 MiB together, to {@code manifests}, one by one in no order. */
    static void read(Store store, DescribedImage image, Consumer<byte[]> manifests) throws IOException {
        int found = 0;
        int room = MOST_BYTES;
        for (ContentDigest.Algorithm algorithm : ContentDigest.Algorithm.values()) {
            Key folder = ImageKeys.part(image.stored(), image.name().text(), "!manifests/" + algorithm.text());
            for (String hex : store.names(folder)) {
                Optional<ContentDigest> digest = ContentDigest.parse(algorithm.text() + ":" + hex);
                if (found < MOST && room >= ManifestType.LARGEST && digest.isPresent()) {
                    Optional<byte[]> manifest =
                            confirmed(store, ImageKeys.manifest(image.stored(), image.name(), digest.get()));
                    room -= manifest.map(bytes -> bytes.length).orElse(0);
                    found++;
                    manifest.ifPresent(manifests);
                }
            }
        }
    }

    /** Its bytes; none if it can't be read, as the fetch of it will say. Who asks for sizes keeps no manifest from growing old. */
    private static Optional<byte[]> confirmed(Store store, Key key) {
        try {
            return store.published().read(key, ManifestType.LARGEST, meta -> meta.standing() == Standing.CONFIRMED);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
