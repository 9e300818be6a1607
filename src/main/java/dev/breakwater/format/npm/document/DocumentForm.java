package dev.breakwater.format.npm.document;

import dev.breakwater.fetch.Transform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A document as clients get it, coded by gzip, which all of them understand. The address of the repository stands before each
 * tarball's path: npm 12 refuses tarballs of any other address than the one it uses.
 *
 * @param kind which form
 * @param base the address of the repository, without a slash at its end
 * @param policy which versions clients may get
 */
public record DocumentForm(FormKind kind, String base, VersionPolicy policy) implements Transform {
    /** Members of this server's own that clients need: {@code _rev} is that of a package that is published here. */
    private static final Set<String> SHOWN = Set.of("_id", "_rev");

    /** To be raised whenever the forms change, so that those in the store are made again. */
    private static final String VERSION = "3";

    /** Members of a version that an install needs; {@code time} and the rest follow npm's own registry. */
    private static final Set<String> INSTALL = Set.of(
            "name",
            "version",
            "deprecated",
            "dependencies",
            "optionalDependencies",
            "devDependencies",
            "bundleDependencies",
            "peerDependencies",
            "peerDependenciesMeta",
            "bin",
            "directories",
            "dist",
            "engines",
            "os",
            "cpu",
            "libc",
            "_hasShrinkwrap",
            "hasInstallScript");

    /** The forms of a document. */
    public enum FormKind {
        /** All of it. */
        FULL("application/json"),
        /** What an install needs (npm/registry, docs/responses/package-metadata.md, "abbreviated metadata"). */
        INSTALL("application/vnd.npm.install-v1+json");

        private final String type;

        FormKind(String type) {
            this.type = type;
        }

        /** Its media type. */
        public String type() {
            return type;
        }
    }

    @Override
    public String version() {
        return policy.judges() ? VERSION + " " + base + " " + policy.id() : VERSION + " " + base;
    }

    @Override
    public String coding() {
        return "gzip";
    }

    @Override
    public long largest() {
        return 2 * RegistryJson.LARGEST;
    }

    @Override
    public Form apply(InputStream source, OutputStream form) throws UnfitSourceException, IOException {
        try (JsonParser from = RegistryJson.parser(source);
                JsonGenerator to = RegistryJson.generator(form)) {
            return new FormCopy(from, to).copy();
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new UnfitSourceException("the stored document is malformed: " + e.getOriginalMessage());
        }
    }

    /** One pass over the merged document. */
    private final class FormCopy {
        private final JsonParser from;
        private final JsonGenerator to;
        private @Nullable Instant newest;
        private String modified = "";
        private boolean published;
        private boolean withheld;
        private final VersionFacts facts = new VersionFacts();

        FormCopy(JsonParser from, JsonGenerator to) {
            this.from = from;
            this.to = to;
        }

        Form copy() throws UnfitSourceException {
            from.nextToken();
            to.writeStartObject();
            while (from.nextToken() != JsonToken.END_OBJECT) {
                String member = from.currentName();
                from.nextToken();
                switch (member) {
                    case "versions" -> versions();
                    case "time" -> times();
                    case "name" -> member(member);
                    case "dist-tags" -> tags();
                    case DocumentWriter.ATTESTED -> facts.attested(from);
                    case DocumentWriter.WITHHELD -> withheld = true;
                    default -> {
                        if (kind == FormKind.FULL && (!member.startsWith("_") || SHOWN.contains(member))) {
                            member(member);
                        } else {
                            from.skipChildren();
                        }
                    }
                }
            }
            if (kind == FormKind.INSTALL && !modified.isEmpty()) {
                to.writeStringProperty("modified", modified);
            }
            to.writeEndObject();
            if (!published) {
                throw withheld
                        ? UnfitSourceException.undecided("registries contradict each other, and no version is proven")
                        : UnfitSourceException.absent("all its versions are unpublished");
            }
            // a changed policy changes the document, but none of its times
            return newest == null || policy.judges() ? Form.PLAIN : Form.modifiedAt(newest);
        }

        private void member(String name) {
            to.writeName(name);
            to.copyCurrentStructureExact(from);
        }

        private boolean isRefused(String version) {
            return policy.refusal(version, facts).isPresent();
        }

        private void tags() {
            to.writeObjectPropertyStart("dist-tags");
            DocumentVersions.shown(RegistryJson.texts(from), facts, policy).forEach(to::writeStringProperty);
            to.writeEndObject();
        }

        private void versions() {
            to.writeObjectPropertyStart("versions");
            while (from.nextToken() != JsonToken.END_OBJECT) {
                String version = from.currentName();
                from.nextToken();
                published = true;
                if (isRefused(version)) {
                    from.skipChildren();
                    continue;
                }
                to.writeName(version);
                new ManifestCopy(
                                from,
                                to,
                                (_, path) -> base + "/" + path,
                                member -> kind == FormKind.FULL || INSTALL.contains(member))
                        .copy();
            }
            to.writeEndObject();
        }

        /** Clients take the document's own instant as an upper bound of its versions' times. */
        private void times() {
            Map<String, String> times = new LinkedHashMap<>();
            while (from.nextToken() != JsonToken.END_OBJECT) {
                String of = from.currentName();
                from.nextToken();
                times.put(of, from.getString());
                see(of, from.getString());
            }
            modified = times.getOrDefault("modified", "");
            to.writeObjectPropertyStart("time");
            times.forEach((of, time) -> {
                if (VersionFacts.OF_ALL.contains(of) || !isRefused(of)) {
                    to.writeStringProperty(of, time);
                }
            });
            to.writeEndObject();
        }

        private void see(String of, String time) {
            try {
                Instant instant = Instant.parse(time);
                newest = newest == null || instant.isAfter(newest) ? instant : newest;
                if (!VersionFacts.OF_ALL.contains(of)) {
                    facts.publish(of, instant);
                }
            } catch (DateTimeException e) {
                // a time that no client can read counts for nothing
            }
        }
    }
}
