package dev.breakwater.format.npm.settings;

import dev.breakwater.format.npm.document.ProvenancePolicy;
import dev.breakwater.format.npm.document.VersionPolicy;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.ownership.NamePattern;
import java.util.List;

/**
 * Which versions must have provenance: {@code require-provenance} and {@code no-downgrade}.
 *
 * @param required patterns of packages all of whose versions must have it
 * @param lasting whether a version must have it if one before it has
 */
public record ProvenanceSettings(List<String> required, boolean lasting) {
    /** No rule. */
    public static final ProvenanceSettings NONE = new ProvenanceSettings(List.of(), false);

    /** Copies the list. */
    public ProvenanceSettings {
        required = List.copyOf(required);
    }

    /** The policy for the package {@code name}. */
    public VersionPolicy of(PackageName name) {
        boolean must =
                required.stream().anyMatch(pattern -> NamePattern.parse(pattern).matches(name.text()));
        return must || lasting ? new ProvenancePolicy(must, lasting) : VersionPolicy.ALL;
    }
}
