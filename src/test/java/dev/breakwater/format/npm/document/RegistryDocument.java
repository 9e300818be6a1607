package dev.breakwater.format.npm.document;

import dev.breakwater.format.npm.name.PackageName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A document of the package {@code tea} for tests. */
final class RegistryDocument {
    static final PackageName NAME = new PackageName("tea");
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, ObjectNode> versions = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> times = new LinkedHashMap<>();
    private final List<String> attested = new ArrayList<>();
    private String readme = "tea";

    /** The integrity of a tarball whose bytes are {@code text}. */
    static String integrity(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha512-" + Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Has a version whose tarball's bytes are {@code bytes}. */
    RegistryDocument version(String version, String bytes) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("name", "tea").put("version", version);
        manifest.putObject("dependencies").put("water", "^1.0.0");
        manifest.putObject("dist")
                .put("integrity", integrity(bytes))
                .put("tarball", "https://registry.example.com/tea/-/tea-" + version + ".tgz");
        versions.put(version, manifest);
        return this;
    }

    RegistryDocument version(String version) {
        return version(version, version);
    }

    /** The manifest of a version, to be changed. */
    ObjectNode manifest(String version) {
        return Objects.requireNonNull(versions.get(version));
    }

    RegistryDocument tag(String tag, String version) {
        tags.put(tag, version);
        return this;
    }

    RegistryDocument time(String of, String instant) {
        times.put(of, instant);
        return this;
    }

    RegistryDocument readme(String text) {
        readme = text;
        return this;
    }

    /** Has a member of ours that says that {@code version} has provenance. */
    void attested(String version) {
        attested.add(version);
    }

    byte[] bytes() {
        ObjectNode all = JSON.createObjectNode();
        all.put("_id", "tea").put("_rev", "3-abc").put("name", "tea").put("readme", readme);
        attested.forEach(all.withArray("_attested")::add);
        ObjectNode tagged = all.putObject("dist-tags");
        tags.forEach(tagged::put);
        ObjectNode manifests = all.putObject("versions");
        versions.forEach(manifests::set);
        ObjectNode timed = all.putObject("time");
        times.forEach(timed::put);
        return JSON.writeValueAsBytes(all);
    }

    DocumentSummary summary() {
        try {
            return SummaryReader.read(NAME, new ByteArrayInputStream(bytes()), Instant.parse("2026-01-01T00:00:00Z"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
