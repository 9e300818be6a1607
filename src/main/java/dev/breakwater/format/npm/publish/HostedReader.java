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

/**
 * Reads a stored document of a package that is published here, in one pass. What is not such a document to its end is damaged: a
 * version that can't be read could else be published once more, with other bytes.
 */
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

    /** Thrown if what is stored of a package can't be what was stored. */
    static final class DamagedPackage extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedPackage(String what) {
            super(what);
        }
    }

    /**
     * Reads {@code stored}, which it closes.
     *
     * @throws DamagedPackage if it is no such document
     */
    static HostedDocument read(InputStream stored) throws IOException {
        try (JsonParser json = RegistryJson.parser(stored)) {
            return new HostedReader(json).read();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException broken ? broken : new DamagedPackage(e.getOriginalMessage());
        }
    }

    private static void require(boolean right, String otherwise) throws DamagedPackage {
        if (!right) {
            throw new DamagedPackage(otherwise);
        }
    }

    private HostedDocument read() throws DamagedPackage {
        require(json.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
        boolean complete = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "_rev" -> revision = json.getString();
                case "dist-tags" -> tags = texts();
                case "time" -> times = texts();
                case HostedWriter.WITHDRAWN -> withdrawn = texts();
                case "versions" -> {
                    versions();
                    complete = true;
                }
                default -> json.skipChildren();
            }
        }
        require(json.nextToken() == null, "it has something behind its end");
        require(complete && revision.matches("[0-9]{1,18}-.+"), "it has no versions, or no revision");
        return new HostedDocument(revision, tags, versions, times, withdrawn);
    }

    private Map<String, String> texts() throws DamagedPackage {
        object();
        return RegistryJson.texts(json);
    }

    private void object() throws DamagedPackage {
        require(json.currentToken() == JsonToken.START_OBJECT, "it has another value where an object is expected");
    }

    private void versions() throws DamagedPackage {
        object();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String version = json.currentName();
            json.nextToken();
            versions.put(version, version());
        }
    }

    private HostedVersion version() throws DamagedPackage {
        object();
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
        require(!integrity.isEmpty(), "a version in it has no integrity");
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
