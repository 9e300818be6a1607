package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.manifest.ManifestType;
import dev.breakwater.format.oci.name.ContentDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a manifest that is pushed, token by token: members that it does not know may be anything. A manifest with a member twice is
 * refused, since clients read either of them.
 */
final class PushedManifestReader {
    private static final String MANIFESTS = "manifests";
    private static final int DEEPEST = 64;
    private static final int MOST_DESCRIPTORS = 10_000;

    /** In bytes: what every JSON library reads exactly (RFC 8259 §6). */
    private static final long LARGEST_SIZE = 1L << 53;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    /** It is malformed. */
    static final class MalformedManifest extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedManifest(String why) {
            super(why);
        }
    }

    /** In the media types of layers and configurations, and in that of BuildKit's index of layers. */
    private static final Pattern OF_BLOB = Pattern.compile("\\.(?:layer|rootfs|config|cacheconfig)\\.");

    /** A descriptor: image specification, "Content descriptors". */
    private record Described(String type, ContentDigest digest) {
        /**
         * Whether it must be there first, as an element of the array {@code where}. Layers that must not be distributed are not
         * pushed (image specification, "Non-distributable layers"), and the manifests of an index may come later or never
         * (distribution specification, "Pushing manifests"); a cache of BuildKit is an index of layers.
         */
        boolean needed(String where) {
            return ManifestType.isDelivered(type)
                    && (!where.equals(MANIFESTS) || OF_BLOB.matcher(type).find());
        }
    }

    private final JsonParser parser;
    private final List<ContentDigest> needed = new ArrayList<>();
    private final List<ContentDigest> named = new ArrayList<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private String artifactType = "";
    private String configType = "";
    private @Nullable ContentDigest subject;
    private int count;

    private PushedManifestReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads {@code json}. */
    static PushedManifest read(byte[] json) throws MalformedManifest {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            PushedManifestReader reader = new PushedManifestReader(parser);
            reader.members();
            if (parser.nextToken() != null) {
                throw new MalformedManifest("something follows the manifest");
            }
            return new PushedManifest(
                    reader.artifactType,
                    reader.configType,
                    reader.needed,
                    reader.named,
                    reader.subject,
                    reader.annotations);
        } catch (JacksonException e) {
            throw new MalformedManifest("the manifest is not JSON: " + e.getOriginalMessage());
        }
    }

    private void members() throws MalformedManifest {
        require(parser.nextToken() == JsonToken.START_OBJECT, "a manifest is a JSON object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "schemaVersion" ->
                    require(
                            value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() == 2,
                            "its schemaVersion is not 2");
                case "artifactType" -> artifactType = text(value, name);
                case "mediaType" -> text(value, name);
                case "config" -> {
                    Described config = descriptor(value, name);
                    configType = config.type;
                    needed.add(config.digest);
                    named.add(config.digest);
                }
                case "subject" -> subject = descriptor(value, name).digest;
                case "layers", "blobs", MANIFESTS -> descriptors(value, name);
                case "annotations" -> annotations(value);
                case "fsLayers" -> throw new MalformedManifest("manifests of schema 1 can't be pushed");
                default -> parser.skipChildren();
            }
        }
    }

    private void descriptors(JsonToken value, String name) throws MalformedManifest {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        require(value == JsonToken.START_ARRAY, "its " + name + " are not an array");
        for (JsonToken each = parser.nextToken(); each != JsonToken.END_ARRAY; each = parser.nextToken()) {
            Described found = descriptor(each, name);
            named.add(found.digest);
            if (found.needed(name)) {
                needed.add(found.digest);
            }
        }
    }

    private Described descriptor(JsonToken value, String where) throws MalformedManifest {
        require(value == JsonToken.START_OBJECT, "a descriptor in its " + where + " is not an object");
        require(++count <= MOST_DESCRIPTORS, "it has more than " + MOST_DESCRIPTORS + " descriptors");
        String type = "";
        String digest = "";
        boolean sized = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case "mediaType" -> type = text(token, name);
                case "digest" -> digest = text(token, name);
                case "size" -> {
                    sized = token == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                            && parser.getLongValue() >= 0
                            && parser.getLongValue() <= LARGEST_SIZE;
                    require(sized, "a size in its " + where + " is not a number of bytes");
                }
                default -> parser.skipChildren();
            }
        }
        require(sized, "a descriptor in its " + where + " has no size");
        Optional<ContentDigest> parsed = ContentDigest.parse(digest);
        require(parsed.isPresent(), "a descriptor in its " + where + " has no sha256 or sha512 digest");
        return new Described(type, parsed.get());
    }

    private void annotations(JsonToken value) throws MalformedManifest {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        require(value == JsonToken.START_OBJECT, "its annotations are not an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            annotations.put(name, text(parser.nextToken(), "annotations"));
        }
    }

    private String text(JsonToken value, String name) throws MalformedManifest {
        require(value == JsonToken.VALUE_STRING, "a text in its " + name + " is not a string");
        return parser.getString();
    }

    private static void require(boolean right, String otherwise) throws MalformedManifest {
        if (!right) {
            throw new MalformedManifest(otherwise);
        }
    }
}
