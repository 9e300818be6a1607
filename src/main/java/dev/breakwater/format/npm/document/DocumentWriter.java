package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes a merged document: everything of the base statement but the versions, tags and times that were decided on. Its
 * tarballs' addresses are paths below the repository, and forms for clients put the address in front.
 */
final class DocumentWriter {
    /** The member that says that there are versions, and none is believed yet. */
    static final String WITHHELD = "_withheld";

    /** The member with addresses of tarballs by version. */
    static final String TARBALLS = "_tarballs";

    /** The member with the versions that have provenance. */
    static final String ATTESTED = "_attested";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Opens a statement from its beginning. */
    @FunctionalInterface
    interface StatementSource {
        /** A new stream of its bytes. */
        InputStream open() throws IOException;
    }

    private final PackageName name;
    private final List<StatementSource> statements;
    private final MergedDocument merged;

    /** Of {@code statements}, which {@code merged} numbers. */
    DocumentWriter(PackageName name, List<StatementSource> statements, MergedDocument merged) {
        this.name = name;
        this.statements = statements;
        this.merged = merged;
    }

    /** Writes it; does not close {@code out}. */
    void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = RegistryJson.generatorOnto(out)) {
            json.writeStartObject();
            json.writeStringProperty("name", name.text());
            if (merged.withheld()) {
                json.writeBooleanProperty(WITHHELD, true);
            }
            attested(json);
            times(json);
            tags(json);
            tarballs(json);
            versions(json);
            rest(json);
            json.writeEndObject();
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IOException("a document that was read before can't be read again: " + e.getOriginalMessage(), e);
        }
    }

    /** Before everything that a policy may filter, like the times: forms for clients are made in one pass. */
    private void attested(JsonGenerator json) {
        if (!merged.attested().isEmpty()) {
            json.writeArrayPropertyStart(ATTESTED);
            merged.attested().forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private void tags(JsonGenerator json) {
        json.writeObjectPropertyStart("dist-tags");
        merged.tags().forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /** Where a registry keeps tarballs that are not at the usual path; no client gets this. */
    private void tarballs(JsonGenerator json) {
        if (!merged.tarballs().isEmpty()) {
            json.writeObjectPropertyStart(TARBALLS);
            merged.tarballs().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private void times(JsonGenerator json) {
        json.writeObjectPropertyStart("time");
        merged.times().values().stream()
                .min(Instant::compareTo)
                .ifPresent(created -> json.writeStringProperty("created", TIME.format(created)));
        if (merged.modified().isAfter(Instant.MIN)) {
            json.writeStringProperty("modified", TIME.format(merged.modified()));
        }
        for (String version : merged.chosen().keySet()) {
            Instant time = merged.times().get(version);
            if (time != null) {
                json.writeStringProperty(version, TIME.format(time));
            }
        }
        json.writeEndObject();
    }

    private void versions(JsonGenerator json) throws IOException {
        json.writeObjectPropertyStart("versions");
        Set<Integer> used = new LinkedHashSet<>();
        if (merged.chosen().containsValue(merged.base())) {
            used.add(merged.base());
        }
        used.addAll(merged.chosen().values());
        for (int statement : used) {
            try (JsonParser from = RegistryJson.parser(statements.get(statement).open())) {
                versions(from, statement, json);
            }
        }
        json.writeEndObject();
    }

    private void versions(JsonParser from, int statement, JsonGenerator json) {
        from.nextToken();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String member = from.currentName();
            from.nextToken();
            if (!member.equals("versions")) {
                from.skipChildren();
                continue;
            }
            while (from.nextToken() != JsonToken.END_OBJECT) {
                String version = from.currentName();
                from.nextToken();
                if (Objects.equals(merged.chosen().get(version), statement)) {
                    json.writeName(version);
                    new ManifestCopy(from, json, (of, _) -> path(of, version)).copy();
                } else {
                    from.skipChildren();
                }
            }
            return;
        }
    }

    /** Below the repository, as in what the server stores. */
    private String path(String of, String version) {
        return of.equals("tarball")
                ? name + "/-/" + name.base() + "-" + version + ".tgz"
                : "-/npm/v1/attestations/" + name.escaped() + "@" + version;
    }

    /** Members that begin with {@code _} are a database's own, but for the name that old clients read. */
    private void rest(JsonGenerator json) throws IOException {
        Set<String> written = Set.of("name", "dist-tags", "versions", "time");
        try (JsonParser from = RegistryJson.parser(statements.get(merged.base()).open())) {
            from.nextToken();
            while (from.nextToken() != JsonToken.END_OBJECT) {
                String member = from.currentName();
                boolean ours = written.contains(member) || (member.startsWith("_") && !member.equals("_id"));
                if (!ours) {
                    json.writeName(member);
                }
                from.nextToken();
                if (ours) {
                    from.skipChildren();
                } else {
                    json.copyCurrentStructureExact(from);
                }
            }
        }
    }
}
