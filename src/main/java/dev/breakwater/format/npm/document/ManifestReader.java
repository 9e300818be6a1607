package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.tarball.Integrity;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the manifest of one version: what it claims, without holding it. */
final class ManifestReader {
    /** What an install depends on: registries add members of their own, and leave others out, which is no contradiction. */
    private static final Set<String> INSTALLED = Set.of(
            "dependencies",
            "optionalDependencies",
            "peerDependencies",
            "peerDependenciesMeta",
            "bundleDependencies",
            "bundledDependencies",
            "bin",
            "directories",
            "engines",
            "os",
            "cpu",
            "libc",
            "scripts",
            "_hasShrinkwrap");

    private static final Set<String> READ =
            Set.of("name", "version", "dist", "dist integrity", "dist shasum", "dist tarball", "dist signatures");

    private static final int MOST_HASHES = 8;
    private static final int MOST_SIGNATURES = 8;
    private static final int LONGEST_SIGNATURE = 512;
    private static final int LONGEST_ADDRESS = 2_048;

    private final PackageName name;
    private final JsonParser json;
    private final ManifestDigest digest;
    private final List<RegistrySignature> signatures = new ArrayList<>();
    private long sum;
    private String named = "";
    private String version = "";
    private String integrity = "";
    private String shasum = "";
    private String tarball = "";
    private boolean attested;

    /** Of two members of one name, each reader would take another. */
    private final Set<String> seen = new HashSet<>();

    private boolean twice;

    ManifestReader(PackageName name, JsonParser json, ManifestDigest digest) {
        this.name = name;
        this.json = json;
        this.digest = digest;
    }

    /** From the start of its object to the end. */
    void read() {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            note(member);
            switch (member) {
                case "name" -> named = scalar();
                case "version" -> version = scalar();
                case "dist" -> dist();
                case "_npmUser" -> publisher();
                default -> {
                    if (!INSTALLED.contains(member)) {
                        json.nextToken();
                        json.skipChildren();
                    } else {
                        sum += digest.member(json);
                    }
                }
            }
        }
    }

    private void note(String member) {
        if (INSTALLED.contains(member) || READ.contains(member)) {
            twice |= !seen.add(member);
        }
    }

    private String scalar() {
        json.nextToken();
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        json.skipChildren();
        return text;
    }

    private void publisher() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean trusted = json.currentName().equals("trustedPublisher");
            attested |= json.nextToken() == JsonToken.START_OBJECT && trusted;
            json.skipChildren();
        }
    }

    private void dist() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            note("dist " + json.currentName());
            switch (json.currentName()) {
                case "integrity" -> integrity = scalar();
                case "shasum" -> shasum = scalar();
                case "tarball" -> tarball = scalar();
                case "signatures" -> signatures();
                case "attestations" -> attestations();
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
    }

    /** Publishers may write members of any value into a manifest; the public registry's name what is attested. */
    private void attestations() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean provenance = json.currentName().equals("provenance");
            attested |= json.nextToken() == JsonToken.START_OBJECT && provenance;
            json.skipChildren();
        }
    }

    private void signatures() {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                signature();
            } else {
                json.skipChildren();
            }
        }
    }

    private void signature() {
        String id = "";
        String value = "";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            switch (json.currentName()) {
                case "keyid" -> id = scalar();
                case "sig" -> value = scalar();
                default -> scalar();
            }
        }
        if (signatures.size() < MOST_SIGNATURES && id.length() + value.length() <= LONGEST_SIGNATURE) {
            signatures.add(new RegistrySignature(id, value));
        }
    }

    /** What is wrong with it as the manifest of {@code expected}; empty if nothing is. */
    String fault(String expected) {
        if (!named.equals(name.text())) {
            return "has the manifest of another package";
        }
        if (twice) {
            return "has a member twice";
        }
        if (!version.equals(expected)) {
            return "has the manifest of another version";
        }
        return integrity.strip().split("\\s+", MOST_HASHES + 1).length > MOST_HASHES
                ? "has more than " + MOST_HASHES + " hashes"
                : "";
    }

    /** What it says. */
    VersionClaim claim() {
        return new VersionClaim(
                Integrity.of(integrity, shasum), sum, List.copyOf(signatures), attested, unusual(version));
    }

    private String unusual(String of) {
        if (tarball.isEmpty() || tarball.length() > LONGEST_ADDRESS) {
            return "";
        }
        String usual = "/" + name + "/-/" + name.base() + "-" + of + ".tgz";
        String plain = tarball.replace("%2f", "/").replace("%2F", "/").replace("%40", "@");
        try {
            return plain.endsWith(usual) || URI.create(tarball).getRawPath() == null ? "" : tarball;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
