package dev.breakwater.format.oci.manifest;

import dev.breakwater.format.oci.name.ContentDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a manifest or an index names (image specification, "Image Manifest", "Image Index"). Malformed descriptors are left out: who
 * pulls the image decides about them.
 *
 * @param index whether it is an index: then its parts are manifests
 */
public record ManifestParts(boolean index, List<PartDescriptor> parts) {
    private static final int MOST = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .build();

    /**
     * One of them.
     *
     * @param type its media type; empty if it has none
     * @param size in bytes
     * @param platform as in {@code linux/arm64/v8}; empty if it has none
     */
    public record PartDescriptor(String type, ContentDigest digest, long size, String platform) {
        /** Whether it is a manifest or an index itself. Indexes may name blobs too, as those of build caches do. */
        public boolean isManifest() {
            return type.isEmpty() || type.contains(".manifest.") || type.contains(".index.");
        }

        /** Whether registries may deliver it. */
        public boolean isDelivered() {
            return ManifestType.isDelivered(type);
        }
    }

    /** Reads {@code manifest}; what is no manifest has no parts. */
    public static ManifestParts of(byte[] manifest) {
        try {
            JsonNode json = JSON.readTree(manifest);
            List<PartDescriptor> parts = new ArrayList<>();
            boolean index = json.path("manifests").isArray();
            if (index) {
                json.path("manifests").forEach(each -> add(each, parts));
            } else {
                add(json.path("config"), parts);
                json.path("layers").forEach(each -> add(each, parts));
                json.path("blobs").forEach(each -> add(each, parts));
            }
            return new ManifestParts(index, List.copyOf(parts));
        } catch (JacksonException e) {
            return new ManifestParts(false, List.of());
        }
    }

    private static void add(JsonNode json, List<PartDescriptor> parts) {
        Optional<ContentDigest> digest = ContentDigest.parse(json.path("digest").asString(""));
        long size = json.path("size").asLong(-1);
        if (digest.isPresent() && size >= 0 && parts.size() < MOST) {
            parts.add(new PartDescriptor(
                    json.path("mediaType").asString(""), digest.get(), size, platform(json.path("platform"))));
        }
    }

    private static String platform(JsonNode json) {
        String os = json.path("os").asString("");
        String variant = json.path("variant").asString("");
        String platform = os + "/" + json.path("architecture").asString("");
        return os.isEmpty() ? "" : variant.isEmpty() ? platform : platform + "/" + variant;
    }

    /** The sizes of all that a client downloads, but for that of the manifest itself. */
    public long size() {
        long sum = 0;
        for (PartDescriptor part : parts) {
            // the sizes are a stranger's
            sum = part.isDelivered()
                    ? Math.min(Long.MAX_VALUE / 2, sum) + Math.min(Long.MAX_VALUE / 2, part.size)
                    : sum;
        }
        return sum;
    }
}
