package dev.breakwater.format.oci.manifest;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The media type of a manifest, from its bytes: a digest covers the bytes and not the header beside them, and a client that takes
 * an index for a manifest reads other content than was meant (image specification, security advisory CVE-2021-41190).
 */
public final class ManifestType {
    /** The most bytes of a manifest: clients accept no more (distribution specification, "Pushing manifests"). */
    public static final int LARGEST = 4 << 20;

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String SIGNED_SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";
    private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json";

    /** RFC 6838 §4.2. */
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private ManifestType() {}

    /** The type of {@code manifest}; {@code said}, without parameters, if the bytes don't tell; empty if that is none either, or the bytes are no JSON object. */
    public static String of(byte[] manifest, String said) {
        Members members = Members.of(manifest);
        if (members.names.isEmpty()) {
            return "";
        }
        if (!members.mediaType.isEmpty()) {
            return members.mediaType;
        }
        boolean index = members.names.contains("manifests");
        boolean image = members.names.contains("layers") || members.names.contains("config");
        if (index != image) {
            return index ? INDEX : MANIFEST;
        }
        if (members.names.contains("fsLayers") && !index) {
            return members.names.contains("signatures") ? SIGNED_SCHEMA_1 : SCHEMA_1;
        }
        String plain = said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TYPE.matcher(plain).matches() ? plain : "";
    }

    /** The names of the members of an object, and the value of one. */
    private static final class Members {
        private final Set<String> names = new HashSet<>();
        private String mediaType = "";

        static Members of(byte[] json) {
            Members found = new Members();
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
                found.read(parser);
            } catch (JacksonException e) {
                found.names.clear();
                found.mediaType = "";
            }
            return found;
        }

        private void read(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (names.size() < 64) {
                    names.add(name);
                }
                if (name.equals("mediaType") && value == JsonToken.VALUE_STRING) {
                    String type = parser.getString();
                    mediaType = TYPE.matcher(type).matches() ? type : "";
                }
                parser.skipChildren();
            }
        }
    }

    /** Whether registries may deliver a layer of that media type: image specification, "Non-distributable layers". */
    public static boolean isDelivered(String type) {
        return !type.contains(".nondistributable.") && !type.contains(".foreign.");
    }
}
