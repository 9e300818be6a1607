package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.config.SafeText;
import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.publish.SentDocument.SentAttachment;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what a client sends, in one pass and whatever the order of its members: the tarball is decoded as it is read, and is never
 * in memory; of the manifests only the first is kept, since a publication has no other.
 */
final class SentDocumentReader {
    private static final int MOST_VERSIONS = 50_000;
    private static final int MOST_TAGS = 1_000;
    private static final int MOST_MEMBERS = 1_000;

    /** Of a tag or a version, in characters. */
    private static final int LONGEST_WORD = 256;

    private static final int LARGEST_MANIFEST = 4 << 20;
    private static final int LONGEST_DEPRECATION = 8_192;
    private static final int ALL_DEPRECATIONS = 8 << 20;
    private static final int BUFFER = 64 << 10;

    private final JsonParser json;
    private final SentTarball tarball;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final ManifestBytes manifest = new ManifestBytes();
    private String name = "";
    private String revision = "";
    private long deprecations;
    private @Nullable SentAttachment attachment;

    private SentDocumentReader(JsonParser json, SentTarball tarball) {
        this.json = json;
        this.tarball = tarball;
    }

    /** Reads {@code in}, which it closes; a tarball in it goes to {@code tarball}. */
    static SentDocument read(InputStream in, SentTarball tarball) throws RefusedRequest, IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            return new SentDocumentReader(json, tarball).read();
        } catch (TooLargeManifest e) {
            throw RefusedRequest.malformed(String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            if (e.getCause() instanceof SentTarball.TooLargeTarball large) {
                throw RefusedRequest.malformed(String.valueOf(large.getMessage()));
            }
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw RefusedRequest.malformed(
                    "what was sent is not JSON, or exceeds a limit: " + SafeText.shown(e.getOriginalMessage()));
        }
    }

    private SentDocument read() throws RefusedRequest, IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "what was sent is not a JSON object");
        Set<String> seen = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            require(seen.size() < MOST_MEMBERS, "what was sent has more than " + MOST_MEMBERS + " members");
            require(seen.add(member), "what was sent has a member twice: " + SafeText.shown(member));
            json.nextToken();
            switch (member) {
                case "name" -> name = text();
                case "_rev" -> revision = text();
                case "dist-tags" -> tags();
                case "versions" -> versions();
                case "_attachments" -> attachments();
                default -> json.skipChildren();
            }
        }
        require(json.nextToken() == null, "what was sent has something behind its end");
        return new SentDocument(name, revision, tags, versions, manifest.toByteArray(), attachment);
    }

    /** The text at which the parser stands; empty if it is something else, which is skipped. */
    private String text() {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        json.skipChildren();
        return text;
    }

    private void object(String what) throws RefusedRequest {
        require(json.currentToken() == JsonToken.START_OBJECT, what + " is not an object");
    }

    private void tags() throws RefusedRequest {
        object("dist-tags");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String tag = json.currentName();
            json.nextToken();
            require(json.currentToken() == JsonToken.VALUE_STRING, "the tag " + SafeText.shown(tag) + " is not a text");
            require(tags.size() < MOST_TAGS, "there are more than " + MOST_TAGS + " tags");
            String version = json.getString();
            require(
                    tag.length() <= LONGEST_WORD && version.length() <= LONGEST_WORD,
                    "a tag and its version have at most " + LONGEST_WORD + " characters");
            tags.put(tag, version);
        }
    }

    private void versions() throws RefusedRequest {
        object("versions");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String version = json.currentName();
            json.nextToken();
            object("the version " + SafeText.shown(version));
            require(version.length() <= LONGEST_WORD, "a version has at most " + LONGEST_WORD + " characters");
            require(versions.size() < MOST_VERSIONS, "there are more than " + MOST_VERSIONS + " versions");
            boolean first = versions.isEmpty();
            String deprecated = first ? kept() : deprecation();
            require(
                    deprecated.length() <= LONGEST_DEPRECATION
                            && (deprecations += deprecated.length()) <= ALL_DEPRECATIONS,
                    "a deprecation has at most " + LONGEST_DEPRECATION + " characters");
            require(
                    versions.put(version, deprecated) == null,
                    "what was sent has a version twice: " + SafeText.shown(version));
        }
    }

    /** Copies the manifest. */
    private String kept() {
        String deprecated = "";
        try (JsonGenerator to = RegistryJson.generator(manifest)) {
            to.writeStartObject();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String member = json.currentName();
                json.nextToken();
                if (member.equals("deprecated") && json.currentToken() == JsonToken.VALUE_STRING) {
                    deprecated = json.getString();
                }
                to.writeName(member);
                to.copyCurrentStructureExact(json);
            }
            to.writeEndObject();
        }
        return deprecated;
    }

    private String deprecation() {
        String deprecated = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean found = json.currentName().equals("deprecated");
            json.nextToken();
            if (found) {
                deprecated = text();
            } else {
                json.skipChildren();
            }
        }
        return deprecated;
    }

    private void attachments() throws RefusedRequest, IOException {
        object("_attachments");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String file = json.currentName();
            json.nextToken();
            object("the attachment " + SafeText.shown(file));
            require(
                    !file.endsWith(".sigstore"),
                    "attestations can't be published here yet: publish with --provenance=false");
            require(
                    attachment == null,
                    "there are two attachments; expected the tarball alone: publish one version at a time");
            attachment(file);
        }
    }

    private void attachment(String file) throws RefusedRequest, IOException {
        long length = -1;
        boolean data = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            json.nextToken();
            if (member.equals("data")) {
                require(
                        !data && json.currentToken() == JsonToken.VALUE_STRING,
                        "the data of the attachment is not one text in base64");
                data = true;
                OutputStream decoded = new BufferedOutputStream(tarball, BUFFER);
                json.readBinaryValue(decoded);
                decoded.flush();
            } else if (member.equals("length") && json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                length = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
        require(data, "the attachment " + SafeText.shown(file) + " has no data");
        attachment = new SentAttachment(file, length);
    }

    /** Thrown as soon as the manifest is too large: a single member may be as large as all that is sent. */
    private static final class TooLargeManifest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeManifest() {
            super("the manifest has more than " + (LARGEST_MANIFEST >> 20) + " MiB");
        }
    }

    /** The manifest, up to its limit. */
    private static final class ManifestBytes extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int more) {
            if (count + more > LARGEST_MANIFEST) {
                throw new TooLargeManifest();
            }
            super.write(bytes, from, more);
        }
    }
}
