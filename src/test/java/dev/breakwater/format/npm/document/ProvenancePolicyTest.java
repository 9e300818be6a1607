package dev.breakwater.format.npm.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProvenancePolicyTest {
    private final VersionFacts facts = new VersionFacts();

    ProvenancePolicyTest() {
        facts.attest("1.1.0");
        facts.publish("1.0.0", Instant.parse("2024-01-01T00:00:00Z"));
        facts.publish("1.1.0", Instant.parse("2024-02-01T00:00:00Z"));
        facts.publish("1.2.0", Instant.parse("2024-03-01T00:00:00Z"));
    }

    private static boolean allows(VersionPolicy policy, String version, VersionFacts facts) {
        return policy.refusal(version, facts).isEmpty();
    }

    @Test
    void what_must_have_provenance_and_has_none_is_refused() {
        VersionPolicy required = new ProvenancePolicy(true, false);
        assertThat(allows(required, "1.1.0", facts)).isTrue();
        assertThat(allows(required, "1.0.0", facts)).isFalse();
        assertThat(allows(required, "3.0.0", facts)).isFalse();
        assertThat(required.refusal("1.0.0", facts)).get().asString().contains("require-provenance");
    }

    @Test
    void a_version_after_one_with_provenance_has_it_too() {
        VersionPolicy lasting = new ProvenancePolicy(false, true);
        assertThat(allows(lasting, "1.0.0", facts)).isTrue();
        assertThat(allows(lasting, "1.1.0", facts)).isTrue();
        assertThat(allows(lasting, "1.2.0", facts)).isFalse();
        assertThat(allows(lasting, "1.3.0", facts))
                .as("its time is unknown: it may be the newest")
                .isFalse();
        assertThat(allows(lasting, "1.2.0", new VersionFacts()))
                .as("none has it")
                .isTrue();
    }

    @Test
    void policies_that_refuse_others_have_other_ids() {
        assertThat(new ProvenancePolicy(true, true).id()).isNotEqualTo(new ProvenancePolicy(false, true).id());
        assertThat(new ProvenancePolicy(false, false).judges()).isFalse();
        assertThat(VersionPolicy.ALL.judges()).isFalse();
    }
}
