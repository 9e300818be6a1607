package dev.breakwater.format.npm.document;

import static dev.breakwater.format.npm.document.RegistryDocument.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKey;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.Integrity;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DocumentMergeTest {
    private static KeyPair pair;
    private static SigningKeys keys;

    private final List<DocumentStatement> statements = new ArrayList<>();
    private final List<String> lookedUp = new ArrayList<>();
    private Optional<Integrity> record = Optional.empty();

    @BeforeAll
    static void make_a_key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        keys = new SigningKeys(List.of(SigningKey.of(
                "the key", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()), null)));
    }

    private static RegistryDocument document(String... versions) {
        RegistryDocument document = new RegistryDocument();
        for (String version : versions) {
            document.version(version);
        }
        return document.tag("latest", versions[versions.length - 1]).time("modified", "2024-01-01T00:00:00Z");
    }

    private DocumentMergeTest said(String origin, RegistryDocument document) {
        statements.add(new DocumentStatement(origin, origin, false, false, document.summary()));
        return this;
    }

    private DocumentMergeTest held(RegistryDocument document) {
        statements.add(new DocumentStatement("the store", "", false, true, document.summary()));
        return this;
    }

    private DocumentMergeTest authority(String origin, RegistryDocument document) {
        statements.add(new DocumentStatement(origin, origin, true, false, document.summary()));
        return this;
    }

    private DocumentMerge merge() {
        return new DocumentMerge(NAME, statements, 2, keys, versions -> {
            lookedUp.addAll(versions);
            return record.isEmpty()
                    ? Map.of()
                    : versions.stream().collect(Collectors.toMap(each -> each, _ -> record.orElseThrow()));
        });
    }

    private static RegistryDocument sign(RegistryDocument document, String version, String of) throws Exception {
        String message = RegistrySignature.message("tea", version, RegistryDocument.integrity(of));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(message.getBytes(StandardCharsets.UTF_8));
        document.manifest(version)
                .withObject("/dist")
                .putArray("signatures")
                .addObject()
                .put("keyid", "the key")
                .put("sig", Base64.getEncoder().encodeToString(signature.sign()));
        return document;
    }

    @Test
    void what_two_registries_say_is_believed_and_the_rest_waits() throws Exception {
        said("a", document("1.0.0", "1.1.0")).said("b", document("1.0.0"));
        DocumentMerge merge = merge();
        MergedDocument merged = merge.merge();
        assertThat(merged.chosen()).containsOnlyKeys("1.0.0");
        assertThat(merged.tags()).containsEntry("latest", "1.0.0");
        assertThat(lookedUp).containsExactly("1.1.0");
        assertThat(merge.waits()).isTrue();
        assertThat(merge.contested()).isFalse();
    }

    @Test
    void a_version_that_one_registry_names_is_shown_if_its_own_record_proves_it() throws Exception {
        record = Optional.of(Integrity.of(RegistryDocument.integrity("1.1.0"), ""));
        said("a", document("1.0.0", "1.1.0")).said("b", document("1.0.0"));
        DocumentMerge merge = merge();
        MergedDocument merged = merge.merge();
        assertThat(merged.chosen()).containsOnlyKeys("1.0.0", "1.1.0");
        assertThat(merged.tags()).as("the other lags").containsEntry("latest", "1.1.0");
        assertThat(merge.waits()).isFalse();
    }

    @Test
    void a_record_of_other_bytes_proves_nothing() throws Exception {
        record = Optional.of(Integrity.of(RegistryDocument.integrity("other"), ""));
        said("a", document("1.0.0", "1.1.0")).said("b", document("1.0.0"));
        assertThat(merge().merge().chosen()).containsOnlyKeys("1.0.0");
    }

    @Test
    void a_signed_version_needs_no_second_registry() throws Exception {
        said("a", sign(document("1.0.0", "1.1.0"), "1.1.0", "1.1.0")).said("b", document("1.0.0"));
        assertThat(merge().merge().chosen()).containsOnlyKeys("1.0.0", "1.1.0");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void an_invented_version_with_a_forged_signature_is_left_out_and_its_sender_named() throws Exception {
        said("a", sign(document("1.0.0", "6.6.6"), "6.6.6", "other bytes")).said("b", document("1.0.0"));
        DocumentMerge merge = merge();
        MergedDocument merged = merge.merge();
        assertThat(merged.chosen()).containsOnlyKeys("1.0.0");
        assertThat(merged.tags()).containsEntry("latest", "1.0.0");
        assertThat(merge.dropped()).containsKey("a");
    }

    @Test
    void two_registries_that_agree_on_a_forged_signature_are_not_believed() throws Exception {
        for (String liar : List.of("a", "b")) {
            said(liar, sign(document("1.0.0", "1.1.0").version("1.1.0", "malware"), "1.1.0", "1.1.0"));
        }
        DocumentMerge undecided = merge();
        assertThat(undecided.merge().chosen()).containsOnlyKeys("1.0.0");
        assertThat(undecided.contested()).isTrue();
        said("c", sign(document("1.0.0", "1.1.0"), "1.1.0", "1.1.0"));
        assertThat(merge().merge().chosen()).containsEntry("1.1.0", 2);
    }

    @Test
    void one_forged_signature_leaves_what_two_others_say_confirmed() throws Exception {
        said("liar", sign(document("1.0.0").version("1.0.0", "malware"), "1.0.0", "1.0.0"))
                .said("b", document("1.0.0"))
                .said("c", document("1.0.0"));
        DocumentMerge merge = merge();
        assertThat(merge.merge().chosen()).containsOnlyKeys("1.0.0");
        assertThat(merge.contested()).isFalse();
        assertThat(merge.dropped()).containsKey("liar");
    }

    @Test
    void of_two_integrities_the_signed_one_is_right() throws Exception {
        said("liar", document("1.0.0").version("1.0.0", "malware"))
                .said("b", sign(document("1.0.0"), "1.0.0", "1.0.0"));
        DocumentMerge merge = merge();
        assertThat(merge.merge().chosen()).containsEntry("1.0.0", 1);
        assertThat(merge.wrong()).containsExactly("liar");
    }

    @Test
    void of_two_integrities_the_one_that_was_believed_before_is_right() throws Exception {
        said("liar", document("1.0.0").version("1.0.0", "malware")).held(document("1.0.0"));
        assertThat(merge().merge().chosen()).containsEntry("1.0.0", 1);
    }

    @Test
    void of_two_unproven_integrities_a_third_registry_decides() throws Exception {
        said("a", document("1.0.0")).said("liar", document("1.0.0").version("1.0.0", "malware"));
        DocumentMerge undecided = merge();
        assertThat(undecided.merge().chosen()).isEmpty();
        assertThat(undecided.contested()).isTrue();
        said("c", document("1.0.0"));
        DocumentMerge decided = merge();
        assertThat(decided.merge().chosen()).containsOnlyKeys("1.0.0");
        assertThat(decided.wrong()).containsExactly("liar");
        assertThat(decided.contested()).isFalse();
    }

    @Test
    void without_a_third_the_version_is_left_out() throws Exception {
        said("a", document("1.0.0", "1.1.0"))
                .said("b", document("1.0.0", "1.1.0").version("1.1.0", "other"));
        DocumentMerge merge = merge();
        MergedDocument merged = merge.merge();
        assertThat(merged.chosen()).containsOnlyKeys("1.0.0");
        assertThat(merged.tags()).containsEntry("latest", "1.0.0");
        assertThat(merge.contested()).as("the document is not confirmed").isTrue();
        assertThat(merge.disagreement()).contains("1.1.0", "2 integrities");
    }

    @Test
    void a_flipped_letter_is_outvoted() throws Exception {
        RegistryDocument flipped = document("1.0.0");
        flipped.manifest("1.0.0").withObject("/dependencies").put("water", "^9.0.0");
        said("liar", flipped).said("b", document("1.0.0"));
        assertThat(merge().merge().chosen()).hasSize(1);
        DocumentMerge undecided = merge();
        undecided.merge();
        assertThat(undecided.contested()).as("a third is asked").isTrue();
        said("c", document("1.0.0"));
        assertThat(merge().merge().chosen().get("1.0.0")).isNotEqualTo(0);
    }

    @Test
    void what_was_believed_before_is_not_replaced_by_one_registry_alone() throws Exception {
        RegistryDocument rewritten = document("1.0.0").time("modified", "2025-12-31T00:00:00Z");
        rewritten.manifest("1.0.0").withObject("/dependencies").put("malware", "*");
        said("liar", rewritten).said("b", document("1.0.0")).held(document("1.0.0"));
        assertThat(merge().merge().chosen().get("1.0.0")).isNotEqualTo(0);
        statements.clear();
        said("liar", rewritten).held(document("1.0.0"));
        assertThat(merge().merge().chosen()).containsEntry("1.0.0", 1);
    }

    @Test
    void if_no_version_is_proven_that_is_no_absence() throws Exception {
        said("a", document("1.0.0")).said("liar", document("1.0.0").version("1.0.0", "malware"));
        assertThat(merge().merge().withheld()).isTrue();
    }

    @Test
    void of_manifests_alike_clients_get_the_one_that_proves_more() throws Exception {
        said("stripped", document("1.0.0")).said("b", sign(document("1.0.0"), "1.0.0", "1.0.0"));
        assertThat(merge().merge().chosen()).containsEntry("1.0.0", 1);
    }

    @Test
    void a_version_that_both_no_longer_name_is_withdrawn_and_one_that_a_single_registry_lacks_is_not()
            throws Exception {
        said("a", document("1.0.0", "1.1.0"))
                .said("b", document("1.0.0", "1.1.0"))
                .held(document("0.9.0", "1.0.0", "1.1.0"));
        assertThat(merge().merge().chosen()).containsOnlyKeys("1.0.0", "1.1.0");
        statements.clear();
        said("a", document("1.0.0")).held(document("0.9.0", "1.0.0"));
        assertThat(merge().merge().chosen()).containsOnlyKeys("0.9.0", "1.0.0");
    }

    @Test
    void the_authority_decides_alone() throws Exception {
        said("b", document("1.0.0").tag("next", "1.0.0"))
                .authority("own", document("1.0.0", "2.0.0").tag("next", "2.0.0"));
        MergedDocument merged = merge().merge();
        assertThat(merged.chosen()).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(merged.tags()).containsEntry("latest", "2.0.0").containsEntry("next", "2.0.0");
    }

    @Test
    void a_time_is_the_later_of_two_and_the_authority_s_if_there_is_one() throws Exception {
        said("a", document("1.0.0").time("1.0.0", "2020-01-01T00:00:00Z"))
                .said("b", document("1.0.0").time("1.0.0", "2021-01-01T00:00:00Z"));
        assertThat(merge().merge().times()).containsEntry("1.0.0", Instant.parse("2021-01-01T00:00:00Z"));
        authority("own", document("1.0.0").time("1.0.0", "2019-01-01T00:00:00Z"));
        assertThat(merge().merge().times()).containsEntry("1.0.0", Instant.parse("2019-01-01T00:00:00Z"));
    }

    @Test
    void a_tag_that_two_registries_give_to_different_versions_that_both_have_needs_a_third() throws Exception {
        said("a", document("1.0.0", "1.1.0"))
                .said("b", document("1.0.0", "1.1.0").tag("latest", "1.0.0"));
        DocumentMerge merge = merge();
        merge.merge();
        assertThat(merge.contested()).isTrue();
        said("c", document("1.0.0", "1.1.0"));
        assertThat(merge().merge().tags()).containsEntry("latest", "1.1.0");
    }

    @Test
    void the_readme_that_most_have_is_shown() throws Exception {
        said("liar", document("1.0.0").readme("buy tea at evil.example"))
                .said("b", document("1.0.0"))
                .said("c", document("1.0.0"));
        assertThat(merge().merge().base()).isEqualTo(1);
    }

    private static RegistryDocument attested(String version) {
        RegistryDocument document = document(version);
        document.manifest(version).withObject("/dist").putObject("attestations").putObject("provenance");
        return document;
    }

    @Test
    void a_claim_without_content_or_about_other_bytes_is_no_provenance() throws Exception {
        RegistryDocument empty = document("1.0.0");
        empty.manifest("1.0.0").withObject("/dist").putNull("attestations");
        empty.manifest("1.0.0").putObject("_npmUser").putNull("trustedPublisher");
        said("a", empty).said("b", empty);
        assertThat(merge().merge().attested()).isEmpty();
        statements.clear();
        RegistryDocument other =
                new RegistryDocument().version("1.0.0", "other bytes").tag("latest", "1.0.0");
        other.manifest("1.0.0").withObject("/dist").putObject("attestations").putObject("provenance");
        said("a", attested("1.0.0")).said("b", document("1.0.0")).said("c", other);
        MergedDocument merged = merge().merge();
        assertThat(merged.chosen()).containsKey("1.0.0");
        assertThat(merged.attested()).isEmpty();
    }

    @Test
    void a_time_that_was_told_is_moved_by_the_authority_alone() throws Exception {
        String told = "2024-01-01T00:00:00Z";
        String later = "2024-06-01T00:00:00Z";
        held(document("1.0.0").time("1.0.0", told)).said("a", document("1.0.0").time("1.0.0", later));
        said("b", document("1.0.0").time("1.0.0", told));
        assertThat(merge().merge().times()).containsEntry("1.0.0", Instant.parse(told));
        authority("c", document("1.0.0").time("1.0.0", later));
        assertThat(merge().merge().times()).containsEntry("1.0.0", Instant.parse(later));
    }

    @Test
    void provenance_counts_if_two_registries_or_the_authority_name_it() throws Exception {
        said("a", attested("1.0.0")).said("b", document("1.0.0"));
        assertThat(merge().merge().attested()).isEmpty();
        said("c", attested("1.0.0"));
        assertThat(merge().merge().attested()).containsExactly("1.0.0");
        statements.clear();
        authority("a", attested("1.0.0")).said("b", document("1.0.0"));
        assertThat(merge().merge().attested()).containsExactly("1.0.0");
    }

    @Test
    void provenance_that_was_believed_stays_if_registries_leave_it_out() throws Exception {
        RegistryDocument before = attested("1.0.0");
        before.attested("1.0.0");
        held(before).said("a", document("1.0.0"));
        assertThat(merge().merge().attested()).containsExactly("1.0.0");
        said("b", document("1.0.0"));
        assertThat(merge().merge().attested()).containsExactly("1.0.0");
        statements.clear();
        RegistryDocument stranger = attested("1.0.0");
        stranger.attested("1.0.0");
        said("a", stranger).said("b", document("1.0.0"));
        assertThat(merge().merge().attested())
                .as("what a registry writes into a member of ours means nothing")
                .isEmpty();
    }
}
