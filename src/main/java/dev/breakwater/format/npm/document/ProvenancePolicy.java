package dev.breakwater.format.npm.document;

import java.time.Instant;
import java.util.Optional;

/**
 * Refuses versions by their provenance: the attestation that a known build, and not a stolen token, made a version (npm,
 * "Generating provenance statements"; pnpm, {@code trustPolicy}).
 *
 * @param required whether each version must have it
 * @param lasting whether each version must have it that was published after the first one that has
 */
public record ProvenancePolicy(boolean required, boolean lasting) implements VersionPolicy {
    @Override
    public String id() {
        return required ? "provenance required" : lasting ? "provenance no-downgrade" : "";
    }

    @Override
    public Optional<String> refusal(String version, VersionFacts facts) {
        if (facts.isAttested(version)) {
            return Optional.empty();
        }
        if (required) {
            return Optional.of(
                    "it has no provenance that enough registries confirm, and require-provenance demands it");
        }
        return lasting && isDowngrade(version, facts)
                ? Optional.of("it has no provenance, though a version before it has, and no-downgrade is set")
                : Optional.empty();
    }

    /** One whose time is unknown may be newer than all. */
    private static boolean isDowngrade(String version, VersionFacts facts) {
        if (!facts.hasAttested()) {
            return false;
        }
        Optional<Instant> time = facts.time(version);
        Optional<Instant> first = facts.firstAttested();
        return time.isEmpty() || first.isEmpty() || time.get().isAfter(first.get());
    }
}
