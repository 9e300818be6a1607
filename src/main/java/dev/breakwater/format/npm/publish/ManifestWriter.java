package dev.breakwater.format.npm.publish;

import static dev.breakwater.format.npm.publish.RefusedRequest.require;

import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.format.npm.tarball.TarballHash.TarballHashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Checks the manifest that a client sends with a version, and makes the one that is stored: with what a registry adds. */
final class ManifestWriter {
    /** The public registry cuts longer ones too. In characters. */
    private static final int LONGEST_README = 64 << 10;

    private static final Set<String> DROPPED = Set.of(
            "_id",
            "_npmUser",
            "_attachments",
            "_hasShrinkwrap",
            "hasInstallScript",
            "readme",
            "readmeFilename",
            "dist");
    private static final Set<String> INSTALL_SCRIPTS = Set.of("preinstall", "install", "postinstall");

    private final PackageName name;
    private final SemanticVersion version;
    private String named = "";
    private String versioned = "";
    private String readme = "";
    private String integrity = "";
    private String shasum = "";
    private boolean installs;

    private ManifestWriter(PackageName name, SemanticVersion version) {
        this.name = name;
        this.version = version;
    }

    /** Of the version whose manifest is {@code sent}, and whose tarball has {@code contents} and {@code hashes}. */
    static NewVersion make(
            PackageName name,
            SemanticVersion version,
            byte[] sent,
            TarballContents contents,
            TarballHashes hashes,
            String publisher,
            OwnKey key)
            throws RefusedRequest, IOException {
        ManifestWriter writer = new ManifestWriter(name, version);
        ByteArrayOutputStream manifest = new ByteArrayOutputStream();
        try (JsonParser from = RegistryJson.parser(sent);
                JsonGenerator to = RegistryJson.generator(manifest)) {
            from.nextToken();
            to.writeStartObject();
            to.writeStringProperty("name", name.text());
            to.writeStringProperty("version", version.text());
            writer.copy(from, to);
            writer.check(hashes);
            writer.add(to, contents, hashes, publisher, key);
            to.writeEndObject();
        }
        return new NewVersion(version.text(), manifest.toByteArray(), writer.readme);
    }

    private void copy(JsonParser from, JsonGenerator to) {
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = from.currentName();
            from.nextToken();
            switch (member) {
                case "name" -> named = text(from);
                case "version" -> versioned = text(from);
                case "readme" -> readme = text(from);
                case "dist" -> dist(from);
                case "scripts" -> {
                    to.writeName(member);
                    scripts(from, to);
                }
                default -> {
                    if (DROPPED.contains(member)) {
                        from.skipChildren();
                    } else {
                        to.writeName(member);
                        to.copyCurrentStructureExact(from);
                    }
                }
            }
        }
    }

    private static String text(JsonParser from) {
        String text = from.currentToken() == JsonToken.VALUE_STRING ? from.getString() : "";
        from.skipChildren();
        return text;
    }

    private void dist(JsonParser from) {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            from.skipChildren();
            return;
        }
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = from.currentName();
            from.nextToken();
            switch (member) {
                case "integrity" -> integrity = text(from);
                case "shasum" -> shasum = text(from);
                default -> from.skipChildren();
            }
        }
    }

    private void scripts(JsonParser from, JsonGenerator to) {
        if (from.currentToken() != JsonToken.START_OBJECT) {
            to.copyCurrentStructureExact(from);
            return;
        }
        to.writeStartObject();
        while (from.nextToken() == JsonToken.PROPERTY_NAME) {
            installs |= INSTALL_SCRIPTS.contains(from.currentName());
            to.writeName(from.currentName());
            from.nextToken();
            to.copyCurrentStructureExact(from);
        }
        to.writeEndObject();
    }

    private void check(TarballHashes hashes) throws RefusedRequest, IOException {
        require(named.equals(name.text()), "the manifest is of another package, not of " + name);
        require(versioned.equals(version.text()), "the manifest is of another version, not of " + version);
        Integrity sent = Integrity.of(integrity, shasum);
        require(
                integrity.isBlank() || (!sent.hashes().isEmpty() && hashes.match(sent)),
                "the integrity in the manifest is not that of the tarball, which is " + hashes.sha512());
        require(
                shasum.isBlank() || shasum.equalsIgnoreCase(hashes.sha1()),
                "the shasum in the manifest is not that of the tarball, which is " + hashes.sha1());
    }

    private void add(JsonGenerator to, TarballContents contents, TarballHashes hashes, String publisher, OwnKey key) {
        to.writeStringProperty("_id", name + "@" + version);
        to.writeObjectPropertyStart("_npmUser");
        to.writeStringProperty("name", publisher);
        to.writeStringProperty("email", "");
        to.writeEndObject();
        to.writeBooleanProperty("_hasShrinkwrap", contents.shrinkwrap());
        if (installs) {
            to.writeBooleanProperty("hasInstallScript", true);
        }
        to.writeObjectPropertyStart("dist");
        to.writeStringProperty("integrity", hashes.sha512());
        to.writeStringProperty("shasum", hashes.sha1());
        to.writeStringProperty("tarball", name.tarball(version));
        to.writeNumberProperty("fileCount", contents.files());
        to.writeNumberProperty("unpackedSize", contents.unpacked());
        to.writeArrayPropertyStart("signatures");
        to.writeStartObject();
        to.writeStringProperty("keyid", key.id());
        to.writeStringProperty(
                "sig", key.sign(RegistrySignature.message(name.text(), version.text(), hashes.sha512())));
        to.writeEndObject();
        to.writeEndArray();
        to.writeEndObject();
        readme = readme.length() <= LONGEST_README ? readme : readme.substring(0, LONGEST_README);
    }
}
