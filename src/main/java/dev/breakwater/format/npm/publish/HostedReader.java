package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.publish.HostedDocument.HostedVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a stored document of a package that is published here, in one pass. */
final class HostedReader {
    private final JsonParser json;
    private final Map<String, HostedVersion> versions = new LinkedHashMap<>();
    private Map<String, String> tags = Map.of();
    private Map<String, String> times = Map.of();
    private Map<String, String> withdrawn = Map.of();
    private String revision = "";

    private HostedReader(JsonParser json) {
        this.json = json;
    }

    /** Reads {@code stored}, which it closes. */
    static HostedDocument read(InputStream stored) throws IOException {
        try (JsonParser json = RegistryJson.parser(stored)) {
            return new HostedReader(json).read();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException broken
                    ? broken
                    : new IOException("the stored document is malformed: " + e.getOriginalMessage(), e);
        }
    }

    private HostedDocument read() {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "_rev" -> revision = json.getString();
                case "dist-tags" -> tags = texts();
                case "time" -> times = texts();
                case HostedWriter.WITHDRAWN -> withdrawn = texts();
                case "versions" -> versions();
                default -> json.skipChildren();
            }
        }
        return new HostedDocument(revision, tags, versions, times, withdrawn);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            texts.put(name, json.getString());
        }
        return texts;
    }

    private void versions() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String version = json.currentName();
            json.nextToken();
            versions.put(version, version());
        }
    }

    private HostedVersion version() {
        String integrity = "";
        String deprecated = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            json.nextToken();
            if (member.equals("deprecated") && json.currentToken() == JsonToken.VALUE_STRING) {
                deprecated = json.getString();
            } else if (member.equals("dist") && json.currentToken() == JsonToken.START_OBJECT) {
                integrity = integrity();
            } else {
                json.skipChildren();
            }
        }
        return new HostedVersion(integrity, deprecated);
    }

    private String integrity() {
        String integrity = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals("integrity");
            json.nextToken();
            if (found) {
                integrity = json.getString();
            } else {
                json.skipChildren();
            }
        }
        return integrity;
    }
}
