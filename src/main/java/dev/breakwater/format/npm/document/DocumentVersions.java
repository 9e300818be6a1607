package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.tarball.Integrity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one version out of a stored document. */
public final class DocumentVersions {
    private DocumentVersions() {}

    /**
     * The integrity of {@code version} in the document {@code in}, which is closed; empty if it has no such version.
     *
     * @throws IOException if the document can't be read
     */
    public static Optional<Integrity> integrity(PackageName name, String version, InputStream in) throws IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            if (!find(json, version)) {
                return Optional.empty();
            }
            ManifestReader manifest = new ManifestReader(name, json, new ManifestDigest());
            manifest.read();
            return Optional.of(manifest.claim().integrity());
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The manifest of one version in the merged document {@code in}, which is closed, for clients that reach the repository at
     * {@code base}; empty if there is none.
     *
     * @param selector a version or a tag
     * @throws IOException if the document can't be read
     */
    public static Optional<byte[]> manifest(String selector, String base, InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser json = RegistryJson.parser(in);
                JsonGenerator to = RegistryJson.generator(bytes)) {
            json.nextToken();
            String version = selector;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (member.equals("dist-tags")) {
                    version = tagged(json, selector);
                } else if (member.equals("versions") && select(json, version)) {
                    new ManifestCopy(json, to, path -> base + "/" + path, _ -> true).copy();
                    break;
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
        return bytes.size() == 0 ? Optional.empty() : Optional.of(bytes.toByteArray());
    }

    /**
     * Where the tarball of {@code version} is kept, by the merged document {@code in}, which is closed; empty if that is at the
     * usual path.
     *
     * @throws IOException if the document can't be read
     */
    public static Optional<String> tarball(String version, InputStream in) throws IOException {
        try (JsonParser json = RegistryJson.parser(in)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (member.equals("versions")) {
                    return Optional.empty();
                }
                while (member.equals(DocumentWriter.TARBALLS) && json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean found = json.currentName().equals(version);
                    json.nextToken();
                    if (found) {
                        return Optional.of(json.getString());
                    }
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        }
    }

    /** The version of the tag, or itself if it is none. */
    private static String tagged(JsonParser json, String selector) {
        String version = selector;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals(selector);
            json.nextToken();
            if (found) {
                version = json.getString();
            }
        }
        return version;
    }

    /** Moves to the start of the version's manifest; false if there is none. */
    static boolean find(JsonParser json, String version) {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean versions = json.currentName().equals("versions");
            json.nextToken();
            if (!versions) {
                json.skipChildren();
                continue;
            }
            return select(json, version);
        }
        return false;
    }

    /** Moves from the start of the versions to that of one; false if there is none, at their end. */
    private static boolean select(JsonParser json, String version) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals(version);
            json.nextToken();
            if (found) {
                return json.currentToken() == JsonToken.START_OBJECT;
            }
            json.skipChildren();
        }
        return false;
    }
}
