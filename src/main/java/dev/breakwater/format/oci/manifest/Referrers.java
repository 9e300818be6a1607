package dev.breakwater.format.oci.manifest;

import dev.breakwater.format.oci.name.ContentDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifests that refer to another one, as signatures and bills of materials do: descriptors in an index (distribution
 * specification, "Listing Referrers").
 *
 * @param byDigest each descriptor, by its digest
 */
public record Referrers(SortedMap<String, JsonNode> byDigest) {
    /** The most bytes of them all. */
    public static final int LARGEST = 16 << 20;

    private static final int MOST = 10_000;
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    /** None. */
    public static Referrers none() {
        return new Referrers(new TreeMap<>());
    }

    /**
     * Those in {@code index}; descriptors that are malformed are left out.
     *
     * @throws IllegalArgumentException if it is not an index
     */
    public static Referrers parse(byte[] index) {
        try {
            JsonNode manifests = JSON.readTree(index).path("manifests");
            if (!manifests.isArray() || manifests.size() > MOST) {
                throw new IllegalArgumentException("not an index of at most " + MOST + " manifests");
            }
            SortedMap<String, JsonNode> found = new TreeMap<>();
            for (JsonNode each : manifests) {
                String digest = each.path("digest").asString("");
                if (ContentDigest.parse(digest).isPresent() && each.path("size").asLong(-1) >= 0) {
                    found.putIfAbsent(digest, each);
                }
            }
            return new Referrers(found);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /** These and {@code others}; of two descriptors of one digest this one's. */
    public Referrers and(Referrers others) {
        SortedMap<String, JsonNode> all = new TreeMap<>(others.byDigest);
        all.putAll(byDigest);
        return new Referrers(all);
    }

    /** Those of the type {@code artifactType}. */
    public Referrers of(String artifactType) {
        SortedMap<String, JsonNode> some = new TreeMap<>(byDigest);
        some.values().removeIf(each -> !each.path("artifactType").asString("").equals(artifactType));
        return new Referrers(some);
    }

    /** As an index. */
    public byte[] index() {
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode manifests = index.putArray("manifests");
        List<JsonNode> all = new ArrayList<>(byDigest.values());
        manifests.addAll(all);
        return JSON.writeValueAsBytes(index);
    }
}
