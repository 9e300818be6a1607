package dev.breakwater.format.oci.pull;

import dev.breakwater.format.oci.manifest.ManifestParts;
import dev.breakwater.format.oci.manifest.ManifestParts.PartDescriptor;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.ImageName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How large blobs are, as manifests of their image say (image specification, "Content Descriptors"). Only manifests whose digest was
 * verified count, and of each image its own alone: who pushes one image can't say how large a blob of another is. If two of them
 * differ, none counts. The manifests of an index are no blobs, and layers that registries may not deliver count for nothing. It keeps what manifests that arrive say, up to {@value #MOST} sizes; of an image of which it knows nothing, it
 * reads the manifests that are held, at most once a minute. Thread-safe.
 */
public final class DescriptorSizes {
    private static final int MOST = 10_000;
    private static final int MOST_OF_ONE = 500;
    private static final int MOST_NAMES = 1_000;
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final long UNKNOWN = -1;

    private final HeldManifestReader held;
    private final InstantSource clock;
    private final Map<DescribedBlob, Long> sizes = recent(MOST);
    private final Map<DescribedImage, Instant> read = recent(MOST_NAMES);

    /**
     * An image.
     *
     * @param stored under which name the store keeps what comes from its chain
     */
    public record DescribedImage(String stored, ImageName name) {}

    /** A blob of one image. */
    private record DescribedBlob(DescribedImage image, ContentDigest digest) {}

    /** Reads the manifests of an image that are held here. */
    @FunctionalInterface
    public interface HeldManifestReader {
        /** Gives some of them, verified, to {@code manifests}, one by one. To read them is no use of them. */
        void read(DescribedImage image, Consumer<byte[]> manifests) throws IOException;
    }

    private static <K, V> Map<K, V> recent(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Of the images that {@code held} reads the manifests of.
     *
     * @param clock never goes back
     */
    public DescriptorSizes(HeldManifestReader held, InstantSource clock) {
        this.held = held;
        this.clock = clock;
    }

    /** A manifest of {@code image} has arrived; one with another digest than {@code digest} says nothing. */
    public void arrived(DescribedImage image, ContentDigest digest, byte[] manifest) {
        if (ContentDigest.of(digest.algorithm(), manifest).equals(digest)) {
            add(image, manifest);
        }
    }

    private void add(DescribedImage image, byte[] manifest) {
        ManifestParts all = ManifestParts.of(manifest);
        List<PartDescriptor> parts = all.parts().stream()
                // the others are no blobs that registries have
                .filter(part -> part.isDelivered() && !(all.index() && part.isManifest()))
                .limit(MOST_OF_ONE)
                .toList();
        synchronized (sizes) {
            for (PartDescriptor part : parts) {
                sizes.merge(
                        new DescribedBlob(image, part.digest()),
                        part.size(),
                        (one, other) -> one.equals(other) ? one : Long.valueOf(UNKNOWN));
            }
        }
    }

    /** How many bytes the blob has; -1 if no manifest says it. May read the store. */
    public long of(DescribedImage image, ContentDigest digest) {
        Long known = known(image, digest);
        if (known == null && isToRead(image)) {
            try {
                held.read(image, manifest -> add(image, manifest));
            } catch (IOException e) {
                // a size that is not known limits nothing; the fetch says what is wrong with the store
                return UNKNOWN;
            }
            known = known(image, digest);
        }
        return known == null ? UNKNOWN : known;
    }

    private @Nullable Long known(DescribedImage image, ContentDigest digest) {
        synchronized (sizes) {
            return sizes.get(new DescribedBlob(image, digest));
        }
    }

    private boolean isToRead(DescribedImage image) {
        Instant now = clock.instant();
        synchronized (read) {
            Instant last = read.get(image);
            boolean again = last == null || now.isAfter(last.plus(AGAIN));
            if (again) {
                read.put(image, now);
            }
            return again;
        }
    }
}
