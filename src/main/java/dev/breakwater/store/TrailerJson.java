package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A trailer as a flat JSON object. Read and written token by token: binding it to the record would cost a start-up tenths of a
 * second. Members that are not known are skipped: a later version may add some, and an earlier one wrote
 * {@code upstream-modified}, which was never used.
 */
final class TrailerJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String HEADER = "header-";

    /** An object of ETags by the upstreams that gave them. */
    private static final String ETAGS = "upstream-etags";

    /** The content coding of the bytes; missing for none. One that this version does not know makes the entry a damaged one. */
    private static final String CODING = "coding";

    /** When the content was last modified, as it says itself; missing if it does not. */
    private static final String MODIFIED = "modified";

    private TrailerJson() {}

    static byte[] write(Trailer trailer) throws IOException {
        Meta meta = trailer.meta();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("repository", trailer.key().repository());
            json.writeStringProperty("path", trailer.key().path());
            json.writeStringProperty("sha256", trailer.sha256().hex());
            json.writeNumberProperty("size", trailer.size());
            json.writeStringProperty("type", meta.type());
            json.writeStringProperty("standing", meta.standing().name());
            json.writeStringProperty("by", meta.by());
            json.writeStringProperty("upstream", meta.upstream());
            json.writeStringProperty("fetched-at", meta.fetchedAt().toString());
            writeEtags(json, meta);
            json.writeBooleanProperty("hosted", meta.hosted());
            writeRepresentation(json, meta.representation());
            new TreeMap<>(meta.headers()).forEach((name, value) -> json.writeStringProperty(HEADER + name, value));
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new IOException("can't store " + trailer.key() + ": " + e.getOriginalMessage(), e);
        }
        return bytes.toByteArray();
    }

    /** Only what is not usual: most entries have neither. */
    private static void writeRepresentation(JsonGenerator json, Representation representation) {
        if (!representation.coding().isEmpty()) {
            json.writeStringProperty(CODING, representation.coding());
        }
        Instant modified = representation.modified();
        if (modified != null) {
            json.writeStringProperty(MODIFIED, modified.toString());
        }
    }

    /** The ETag of the entry's own upstream, for earlier versions, which skip those of others. */
    private static void writeEtags(JsonGenerator json, Meta meta) {
        Map<String, String> others = new LinkedHashMap<>(meta.etags());
        String own = others.remove(meta.upstream());
        if (own != null) {
            json.writeStringProperty("upstream-etag", own);
        }
        if (!others.isEmpty()) {
            json.writeObjectPropertyStart(ETAGS);
            others.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    static Trailer read(byte[] bytes, int from, int count) throws DamagedEntry {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, count)) {
            Map<String, String> etags = new LinkedHashMap<>();
            return trailer(members(json, etags), etags);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new DamagedEntry("the trailer can't be read: " + e.getMessage());
        }
    }

    private static Map<String, String> members(JsonParser json, Map<String, String> etags) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, String> members = new HashMap<>(32);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (value.isScalarValue()) {
                members.put(name, json.getString());
            } else if (name.equals(ETAGS) && value == JsonToken.START_OBJECT) {
                readEtags(json, etags);
            } else {
                json.skipChildren();
            }
        }
        return members;
    }

    private static void readEtags(JsonParser json, Map<String, String> etags) {
        for (String origin = json.nextName(); origin != null; origin = json.nextName()) {
            if (json.nextToken().isScalarValue()) {
                etags.put(origin, json.getString());
            } else {
                json.skipChildren();
            }
        }
    }

    private static Trailer trailer(Map<String, String> members, Map<String, String> etags) {
        @Nullable String own = members.get("upstream-etag");
        if (own != null) {
            etags.put(wanted(members, "upstream"), own);
        }
        Meta meta = new Meta(
                wanted(members, "type"),
                Standing.valueOf(wanted(members, "standing")),
                wanted(members, "by"),
                wanted(members, "upstream"),
                Instant.parse(wanted(members, "fetched-at")),
                wanted(members, "hosted").equals("true"),
                etags,
                headers(members),
                representation(members));
        return new Trailer(
                new Key(wanted(members, "repository"), wanted(members, "path")),
                new Digest(wanted(members, "sha256")),
                Long.parseLong(wanted(members, "size")),
                meta);
    }

    private static Representation representation(Map<String, String> members) {
        @Nullable String modified = members.get(MODIFIED);
        return new Representation(members.getOrDefault(CODING, ""), modified == null ? null : Instant.parse(modified));
    }

    private static Map<String, String> headers(Map<String, String> members) {
        Map<String, String> headers = new HashMap<>();
        members.forEach((name, value) -> {
            if (name.startsWith(HEADER)) {
                headers.put(name.substring(HEADER.length()), value);
            }
        });
        return headers;
    }

    private static String wanted(Map<String, String> members, String name) {
        @Nullable String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }
}
