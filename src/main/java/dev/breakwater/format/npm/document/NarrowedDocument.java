package dev.breakwater.format.npm.document;

import dev.breakwater.fetch.Transform;
import dev.breakwater.format.npm.name.SemanticVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A document with a part of its versions, for when no registry can be reached: an install then chooses one whose tarball is
 * held. Tags of other versions are left out, and {@code latest} is the newest one that is left.
 */
public final class NarrowedDocument {
    private NarrowedDocument() {}

    /**
     * A form of the merged document {@code merged}, with those of {@code versions} that it names.
     *
     * @return empty if it names none of them, or no others
     * @throws IOException if the document is malformed
     */
    public static Optional<byte[]> of(byte[] merged, Set<String> versions, DocumentForm form) throws IOException {
        try {
            VersionFacts facts = new VersionFacts();
            Set<String> kept = named(merged, facts);
            int all = kept.size();
            kept.retainAll(versions);
            // judged by all of the document: the part alone may lack the version that makes another a downgrade
            kept.removeIf(version -> form.policy().refusal(version, facts).isPresent());
            if (kept.isEmpty() || kept.size() == all) {
                return Optional.empty();
            }
            ByteArrayOutputStream made = new ByteArrayOutputStream();
            DocumentForm judged = new DocumentForm(form.kind(), form.base(), VersionPolicy.ALL);
            judged.apply(new ByteArrayInputStream(narrowed(merged, kept)), made);
            return Optional.of(made.toByteArray());
        } catch (JacksonException e) {
            throw new IOException("malformed: " + e.getOriginalMessage(), e);
        } catch (Transform.UnfitSourceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Set<String> named(byte[] merged, VersionFacts facts) {
        Set<String> names = new HashSet<>();
        try (JsonParser json = RegistryJson.parser(merged)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                boolean versions = member.equals("versions");
                json.nextToken();
                if (facts.read(member, json)) {
                    continue;
                }
                while (versions && json.nextToken() == JsonToken.PROPERTY_NAME) {
                    names.add(json.currentName());
                    json.nextToken();
                    json.skipChildren();
                }
                json.skipChildren();
            }
        }
        return names;
    }

    private static byte[] narrowed(byte[] merged, Set<String> kept) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser from = RegistryJson.parser(merged);
                JsonGenerator to = RegistryJson.generator(out)) {
            from.nextToken();
            to.writeStartObject();
            while (from.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = from.currentName();
                from.nextToken();
                to.writeName(member);
                switch (member) {
                    case "dist-tags" -> tags(from, to, kept);
                    case "versions", "time" -> members(from, to, kept);
                    default -> to.copyCurrentStructureExact(from);
                }
            }
            to.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void tags(JsonParser from, JsonGenerator to, Set<String> kept) {
        Map<String, String> tags = new LinkedHashMap<>();
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            String tag = from.currentName();
            from.nextToken();
            if (kept.contains(from.getString())) {
                tags.put(tag, from.getString());
            }
        }
        SemanticVersion.newest(kept).ifPresent(newest -> tags.putIfAbsent("latest", newest));
        to.writeStartObject();
        tags.forEach(to::writeStringProperty);
        to.writeEndObject();
    }

    private static void members(JsonParser from, JsonGenerator to, Set<String> kept) {
        to.writeStartObject();
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = from.currentName();
            from.nextToken();
            // a client that keeps the time of the last change would take the whole document for unchanged later
            if (kept.contains(member) || member.equals("created")) {
                to.writeName(member);
                to.copyCurrentStructureExact(from);
            } else {
                from.skipChildren();
            }
        }
        to.writeEndObject();
    }
}
