package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.probe.RegistryObservations.VersionRecord;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKey;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.SampleVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the small answers of a registry. Bounded: a probe keeps at most 4 MiB of an answer. */
final class RegistryAnswers {
    private static final int DEEPEST = 64;
    private static final int MOST_SIGNATURES = 8;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private RegistryAnswers() {}

    private static Optional<JsonNode> object(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read.isObject() && !read.has("error") ? Optional.of(read) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The record of {@code subject}; empty if it is not one. */
    static Optional<VersionRecord> record(SampleVersion subject, byte[] body) {
        return object(body)
                .filter(it -> it.path("name").asString("").equals(subject.module())
                        && it.path("version").asString("").equals(subject.version()))
                .map(it -> it.path("dist"))
                .map(dist -> new VersionRecord(
                        Integrity.of(
                                dist.path("integrity").asString(""),
                                dist.path("shasum").asString("")),
                        signatures(dist.path("signatures")),
                        dist.path("tarball").asString("")));
    }

    private static List<RegistrySignature> signatures(JsonNode all) {
        List<RegistrySignature> signatures = new ArrayList<>();
        for (JsonNode each : all) {
            if (signatures.size() < MOST_SIGNATURES) {
                signatures.add(new RegistrySignature(
                        each.path("keyid").asString(""), each.path("sig").asString("")));
            }
        }
        return List.copyOf(signatures);
    }

    /** What the signatures in a record say; {@code time} is when the version was published, null if unknown. */
    static SigningKeys.SignatureFinding signed(
            SigningKeys keys, SampleVersion subject, VersionRecord record, @Nullable Instant time) {
        return signed(keys, subject, record.integrity(), record.signatures(), time);
    }

    /** What {@code signatures} of an integrity say. */
    static SigningKeys.SignatureFinding signed(
            SigningKeys keys,
            SampleVersion subject,
            Integrity integrity,
            List<RegistrySignature> signatures,
            @Nullable Instant time) {
        String message =
                RegistrySignature.message(subject.module(), subject.version(), String.join(" ", integrity.hashes()));
        return integrity.isStrong() ? keys.check(message, time, signatures) : SigningKeys.SignatureFinding.UNSIGNED;
    }

    /** Whether the answer has all of {@code known}: as in {@link RegistryReport}. */
    static String keys(SigningKeys known, byte[] body) {
        try {
            List<String> sent = SigningKeys.read(new String(body, StandardCharsets.UTF_8)).all().stream()
                    .map(SigningKey::encoded)
                    .toList();
            return known.all().stream().map(SigningKey::encoded).allMatch(sent::contains) ? "yes" : "other";
        } catch (IllegalArgumentException e) {
            return "no";
        }
    }

    /** The question about one public version that {@code npm audit} would ask. */
    static ProbeAsk audit(SampleVersion subject) {
        byte[] body = JSON.writeValueAsBytes(Map.of(subject.module(), List.of(subject.version())));
        String path = NpmPath.Service.ADVISORIES.path();
        return new ProbeAsk(NpmQuestion.AUDIT, path, path, Map.of(), body);
    }

    static String audited(byte[] body) {
        return object(body).isPresent() ? "yes" : "no";
    }

    static String searched(byte[] body) {
        return object(body).filter(it -> it.path("objects").isArray()).isPresent() ? "yes" : "no";
    }
}
