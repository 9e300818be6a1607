package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.publish.HostedDocument.HostedVersion;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes the next document of a package that is published here: manifests are copied from the one before, but for those that the
 * next one no longer has, and for deprecations. Tags stand before versions, where readers of one version expect them.
 */
final class HostedWriter {
    /** The member with {@link HostedDocument#withdrawn}, which no client gets. */
    static final String WITHDRAWN = "_unpublished";

    private static final Set<String> OURS =
            Set.of("_id", "_rev", "name", "dist-tags", "versions", "time", "readme", "readmeFilename", WITHDRAWN);

    /** Members of the latest version's manifest that the document repeats (npm/registry, docs/REGISTRY-API.md). */
    private static final Set<String> REPEATED =
            Set.of("description", "homepage", "keywords", "repository", "bugs", "license", "author", "contributors");

    private final PackageName name;
    private final HostedDocument next;
    private final @Nullable Content before;
    private final @Nullable NewVersion added;

    /**
     * Of {@code next}.
     *
     * @param before the document before; null if there was none
     * @param added the version that is new in it; null if there is none
     */
    HostedWriter(PackageName name, HostedDocument next, @Nullable Content before, @Nullable NewVersion added) {
        this.name = name;
        this.next = next;
        this.before = before;
        this.added = added;
    }

    /** Writes it to {@code out}, and does not close that. */
    void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = RegistryJson.generatorOnto(out)) {
            json.writeStartObject();
            json.writeStringProperty("_id", name.text());
            json.writeStringProperty("_rev", next.revision());
            json.writeStringProperty("name", name.text());
            texts(json, "dist-tags", next.tags());
            json.writeObjectPropertyStart("versions");
            versionsBefore(json);
            if (added != null) {
                json.writeName(added.version());
                try (JsonParser manifest = RegistryJson.parser(added.manifest())) {
                    manifest.nextToken();
                    json.copyCurrentStructureExact(manifest);
                }
            }
            json.writeEndObject();
            texts(json, "time", next.times());
            if (added != null && added.version().equals(next.tags().get(HostedDocument.LATEST))) {
                repeated(json, added);
            } else {
                rest(json);
            }
            texts(json, WITHDRAWN, next.withdrawn());
            json.writeEndObject();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException broken
                    ? broken
                    : new IOException("the stored document is malformed: " + e.getOriginalMessage(), e);
        }
    }

    private static void texts(JsonGenerator json, String member, Map<String, String> texts) {
        json.writeObjectPropertyStart(member);
        texts.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    private void versionsBefore(JsonGenerator json) throws IOException {
        if (before == null) {
            return;
        }
        try (JsonParser from = RegistryJson.parser(before.stream())) {
            from.nextToken();
            while (from.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean versions = from.currentName().equals("versions");
                from.nextToken();
                if (!versions) {
                    from.skipChildren();
                    continue;
                }
                while (from.nextToken() == JsonToken.PROPERTY_NAME) {
                    version(from, json);
                }
                return;
            }
        }
    }

    private void version(JsonParser from, JsonGenerator json) {
        String version = from.currentName();
        from.nextToken();
        HostedVersion stays = next.versions().get(version);
        if (stays == null || (added != null && added.version().equals(version))) {
            from.skipChildren();
            return;
        }
        json.writeName(version);
        json.writeStartObject();
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = from.currentName();
            from.nextToken();
            if (member.equals("deprecated")) {
                from.skipChildren();
            } else {
                json.writeName(member);
                json.copyCurrentStructureExact(from);
            }
        }
        if (!stays.deprecated().isEmpty()) {
            json.writeStringProperty("deprecated", stays.deprecated());
        }
        json.writeEndObject();
    }

    /** What the document says besides, as before. */
    private void rest(JsonGenerator json) throws IOException {
        if (before == null) {
            return;
        }
        try (JsonParser from = RegistryJson.parser(before.stream())) {
            from.nextToken();
            while (from.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = from.currentName();
                from.nextToken();
                if (OURS.contains(member) && !member.startsWith("readme")) {
                    from.skipChildren();
                } else {
                    json.writeName(member);
                    json.copyCurrentStructureExact(from);
                }
            }
        }
    }

    /** What it says besides, of its new latest version. */
    private static void repeated(JsonGenerator json, NewVersion latest) {
        try (JsonParser manifest = RegistryJson.parser(latest.manifest())) {
            manifest.nextToken();
            while (manifest.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = manifest.currentName();
                manifest.nextToken();
                if (REPEATED.contains(member)) {
                    json.writeName(member);
                    json.copyCurrentStructureExact(manifest);
                } else {
                    manifest.skipChildren();
                }
            }
        }
        if (!latest.readme().isEmpty()) {
            json.writeStringProperty("readme", latest.readme());
        }
    }
}
