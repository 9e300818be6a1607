package dev.breakwater.format.npm.tarball;

import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The verifier of a version's attestations: each must be about the bytes of its tarball (in-toto Statement v1, {@code subject}).
 * Who made them, the client checks by itself (sigstore).
 */
public record AttestationVerifier(PackageName name, SemanticVersion version, TarballRecords records)
        implements Verifier {
    private static final long LARGEST = 4 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public Check start() {
        return this::verdict;
    }

    private Verdict verdict(Content whole) throws InterruptedException {
        try {
            JsonNode attestations = JSON.readTree(whole.bytes((int) LARGEST)).path("attestations");
            if (!attestations.isArray() || attestations.isEmpty()) {
                return new Verdict.Rejected("has no attestations");
            }
            return switch (records.of(name, version)) {
                case TarballRecords.TarballRecord.Unrecorded(String why) -> new Verdict.Unverifiable(why, "-");
                case TarballRecords.TarballRecord.RecordedHash(Integrity integrity, String by) ->
                    judge(attestations, integrity, by);
            };
        } catch (JacksonException | IllegalArgumentException e) {
            return new Verdict.Rejected("is malformed");
        } catch (IOException e) {
            throw new UncheckedIOException("reading back the received bytes", e);
        }
    }

    private static Verdict judge(JsonNode attestations, Integrity integrity, String by) {
        for (JsonNode each : attestations) {
            String payload = each.at("/bundle/dsseEnvelope/payload").asString("");
            JsonNode statement = JSON.readTree(Base64.getDecoder().decode(payload));
            String sha512 = statement.at("/subject/0/digest/sha512").asString("");
            String named = "sha512-"
                    + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha512));
            if (!integrity.hashes().contains(named)) {
                return Verdict.Rejected.contradiction("is about other bytes than " + by + " says");
            }
        }
        return new Verdict.Verified(by);
    }
}
