package dev.breakwater.store;

import dev.breakwater.verify.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
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
 * A trailer as a flat JSON object. Read and written token by token: binding it to the record would cost a start-up tenths
 * of a second. Members that are not known are skipped: a later version may add some, and an earlier one wrote
 * {@code upstream-modified}, which nothing was ever asked with.
 */
final class TrailerJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String HEADER = "header-";

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
            if (meta.upstreamEtag() != null) {
                json.writeStringProperty("upstream-etag", meta.upstreamEtag());
            }
            json.writeBooleanProperty("hosted", meta.hosted());
            new TreeMap<>(meta.headers()).forEach((name, value) -> json.writeStringProperty(HEADER + name, value));
            json.writeEndObject();
        } catch (JacksonException e) {
            throw new IOException("cannot store " + trailer.key() + ": " + e.getOriginalMessage(), e);
        }
        return bytes.toByteArray();
    }

    static Trailer read(byte[] bytes, int from, int count) throws DamagedEntry {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, count)) {
            return trailer(members(json));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new DamagedEntry("the trailer cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> members(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, String> members = new HashMap<>(32);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.nextToken().isScalarValue()) {
                members.put(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        return members;
    }

    private static Trailer trailer(Map<String, String> members) {
        Meta meta = new Meta(
                wanted(members, "type"),
                Standing.valueOf(wanted(members, "standing")),
                wanted(members, "by"),
                wanted(members, "upstream"),
                Instant.parse(wanted(members, "fetched-at")),
                members.get("upstream-etag"),
                wanted(members, "hosted").equals("true"),
                headers(members));
        return new Trailer(
                new Key(wanted(members, "repository"), wanted(members, "path")),
                new Digest(wanted(members, "sha256")),
                Long.parseLong(wanted(members, "size")),
                meta);
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
