package dev.breakwater.format.npm.document;

import dev.breakwater.config.SafeText;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The verifier of a version's record, its manifest alone ({@code /<name>/<version>}): a signature by a known key proves its
 * integrity; without one, registries of two failure domains must name the same.
 */
public record RecordVerifier(PackageName name, SemanticVersion version, SigningKeys keys) implements Verifier {
    private static final long LARGEST = 8 << 20;

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public Check start() {
        return this::verdict;
    }

    private Verdict verdict(Content whole) {
        VersionClaim claim;
        try {
            claim = claim(name, version, whole.stream());
        } catch (SummaryReader.MalformedDocument e) {
            return new Verdict.Rejected(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading back the received bytes", e);
        }
        Integrity integrity = claim.integrity();
        if (integrity.isEmpty()) {
            return new Verdict.Rejected("has no integrity");
        }
        String message = RegistrySignature.message(name.text(), version.text(), String.join(" ", integrity.hashes()));
        return switch (keys.check(message, null, claim.signatures())) {
            case SIGNED -> new Verdict.Verified("a signature of the registry");
            case FORGED -> Verdict.Rejected.contradiction("has a wrong signature");
            case UNSIGNED -> new Verdict.Unverifiable("has no signature by a known key", integrity.toString());
        };
    }

    /** The integrity in a record that was verified before; empty if it is not readable. */
    public static Optional<Integrity> integrity(PackageName name, SemanticVersion version, byte[] record) {
        try {
            return Optional.of(claim(name, version, new ByteArrayInputStream(record))
                            .integrity())
                    .filter(integrity -> !integrity.isEmpty());
        } catch (SummaryReader.MalformedDocument e) {
            return Optional.empty();
        }
    }

    private static VersionClaim claim(PackageName name, SemanticVersion version, InputStream record)
            throws SummaryReader.MalformedDocument {
        try (JsonParser json = RegistryJson.parser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new SummaryReader.MalformedDocument("is not a JSON object");
            }
            ManifestReader manifest = new ManifestReader(name, json, new ManifestDigest());
            manifest.read();
            String fault = manifest.fault(version.text());
            if (!fault.isEmpty()) {
                throw new SummaryReader.MalformedDocument(fault);
            }
            return manifest.claim();
        } catch (JacksonException e) {
            throw new SummaryReader.MalformedDocument(
                    "is not JSON, or exceeds a limit: " + SafeText.shown(e.getOriginalMessage()));
        }
    }
}
