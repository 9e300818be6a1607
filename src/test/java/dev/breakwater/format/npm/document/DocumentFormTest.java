package dev.breakwater.format.npm.document;

import static dev.breakwater.format.npm.document.RegistryDocument.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.fetch.Transform;
import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentFormTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "http://localhost:4870/npm";

    private static byte[] merged() throws Exception {
        RegistryDocument one =
                new RegistryDocument().version("1.0.0").version("1.1.0").tag("latest", "1.1.0");
        one.manifest("1.1.0").put("_hasShrinkwrap", false).put("readme", "long");
        one.manifest("1.1.0")
                .withObject("/dist")
                .putObject("attestations")
                .put("url", "https://r.example.com/-/npm/v1/attestations/tea@1.1.0");
        one.manifest("1.1.0").put("size", 1.10).putObject("scripts").put("test", "x");
        RegistryDocument other = new RegistryDocument().version("1.0.0").version("0.9.0");
        MergedDocument decision = new MergedDocument(
                Map.of("1.0.0", 0, "1.1.0", 0, "0.9.0", 1),
                Map.of("latest", "1.1.0"),
                Map.of(
                        "1.0.0",
                        Instant.parse("2024-01-01T00:00:00Z"),
                        "1.1.0",
                        Instant.parse("2024-03-01T10:00:00.5Z")),
                Map.of("1.0.0", "https://cdn.example.com/x"),
                Set.of("1.0.0"),
                false,
                0,
                Instant.parse("2024-02-01T00:00:00Z"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DocumentWriter(
                        NAME,
                        List.of(
                                () -> new ByteArrayInputStream(one.bytes()),
                                () -> new ByteArrayInputStream(other.bytes())),
                        decision)
                .writeTo(out);
        return out.toByteArray();
    }

    private static JsonNode form(FormKind kind) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Transform.Form form =
                new DocumentForm(kind, BASE, VersionPolicy.ALL).apply(new ByteArrayInputStream(merged()), out);
        assertThat(form.modified()).as("never earlier than its newest version").isEqualTo("2024-03-01T10:00:00.500Z");
        return JSON.readTree(out.toByteArray());
    }

    @Test
    void the_full_form_has_all_and_addresses_of_the_client() throws Exception {
        JsonNode full = form(FormKind.FULL);
        assertThat(full.at("/versions").propertyNames()).containsExactlyInAnyOrder("1.0.0", "1.1.0", "0.9.0");
        assertThat(full.at("/versions/0.9.0/dist/tarball").asString()).isEqualTo(BASE + "/tea/-/tea-0.9.0.tgz");
        assertThat(full.at("/versions/1.1.0/dist/attestations/url").asString())
                .isEqualTo(BASE + "/-/npm/v1/attestations/tea@1.1.0");
        assertThat(full.at("/versions/1.1.0/readme").asString()).isEqualTo("long");
        assertThat(full.at("/versions/1.1.0/size").toString()).isEqualTo("1.1");
        assertThat(full.at("/readme").asString()).isEqualTo("tea");
        assertThat(full.at("/_id").asString()).isEqualTo("tea");
        assertThat(full.has("_rev")).isFalse();
        assertThat(full.has("_tarballs")).isFalse();
        assertThat(full.at("/time/1.1.0").asString()).isEqualTo("2024-03-01T10:00:00.500Z");
    }

    @Test
    void the_install_form_has_what_an_install_needs() throws Exception {
        JsonNode install = form(FormKind.INSTALL);
        assertThat(install.propertyNames())
                .containsExactlyInAnyOrder("name", "dist-tags", "versions", "time", "modified");
        assertThat(install.at("/versions/1.1.0").propertyNames())
                .containsExactlyInAnyOrder("name", "version", "dependencies", "dist", "_hasShrinkwrap");
        assertThat(install.at("/modified").asString()).isEqualTo("2024-02-01T00:00:00.000Z");
    }

    @Test
    void an_unusual_address_of_a_tarball_is_kept_for_the_server_alone() throws Exception {
        assertThat(version("1.0.0")).isEqualTo("https://cdn.example.com/x");
        assertThat(version("1.1.0")).isNull();
    }

    private static @Nullable String version(String version) throws Exception {
        return DocumentVersions.version(NAME, version, new ByteArrayInputStream(merged()))
                .orElseThrow()
                .tarball();
    }

    private static JsonNode judged(VersionPolicy policy) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DocumentForm(FormKind.FULL, BASE, policy).apply(new ByteArrayInputStream(merged()), out);
        return JSON.readTree(out.toByteArray());
    }

    @Test
    void a_refused_version_is_in_no_part_of_a_form() throws Exception {
        JsonNode required = judged(new ProvenancePolicy(true, false));
        assertThat(required.at("/versions").propertyNames()).containsExactly("1.0.0");
        assertThat(required.at("/time").propertyNames()).containsExactlyInAnyOrder("created", "modified", "1.0.0");
        assertThat(required.at("/dist-tags/latest").asString()).isEqualTo("1.0.0");
        assertThat(required.has("_attested")).isFalse();
        JsonNode lasting = judged(new ProvenancePolicy(false, true));
        assertThat(lasting.at("/versions").propertyNames())
                .as("1.1.0 came after 1.0.0, and it is unknown when 0.9.0 came")
                .containsExactly("1.0.0");
    }

    @Test
    void a_part_of_a_document_is_judged_by_all_of_it() throws Exception {
        DocumentForm form = new DocumentForm(FormKind.FULL, BASE, new ProvenancePolicy(false, true));
        byte[] part =
                NarrowedDocument.of(merged(), Set.of("1.0.0", "1.1.0"), form).orElseThrow();
        assertThat(JSON.readTree(part).at("/versions").propertyNames()).containsExactly("1.0.0");
        assertThat(NarrowedDocument.of(merged(), Set.of("1.1.0"), form))
                .as("1.0.0, which makes it a downgrade, is not in the part")
                .isEmpty();
    }

    @Test
    void a_refused_version_has_no_manifest_and_no_tag() throws Exception {
        VersionPolicy policy = new ProvenancePolicy(true, false);
        assertThat(DocumentVersions.manifest("1.1.0", BASE, policy, new ByteArrayInputStream(merged())))
                .isEmpty();
        byte[] latest = DocumentVersions.manifest("latest", BASE, policy, new ByteArrayInputStream(merged()))
                .orElseThrow();
        assertThat(JSON.readTree(latest).at("/version").asString()).isEqualTo("1.0.0");
        assertThat(DocumentVersions.tags(policy, new ByteArrayInputStream(merged())))
                .containsExactly(Map.entry("latest", "1.0.0"));
        assertThat(DocumentVersions.refusal("1.1.0", policy, new ByteArrayInputStream(merged())))
                .isPresent();
        assertThat(DocumentVersions.refusal("1.0.0", policy, new ByteArrayInputStream(merged())))
                .isEmpty();
    }

    @Test
    void a_package_of_which_every_version_is_refused_has_none() throws Exception {
        VersionPolicy none = new VersionPolicy() {
            @Override
            public String id() {
                return "none";
            }

            @Override
            public Optional<String> refusal(String version, VersionFacts facts) {
                return Optional.of("it is a test");
            }
        };
        JsonNode document = judged(none);
        assertThat(document.at("/versions")).isEmpty();
        assertThat(document.at("/dist-tags")).isEmpty();
    }

    @Test
    void one_version_can_be_taken_out_by_its_number_or_tag() throws Exception {
        byte[] latest = DocumentVersions.manifest("latest", BASE, VersionPolicy.ALL, new ByteArrayInputStream(merged()))
                .orElseThrow();
        assertThat(JSON.readTree(latest).at("/version").asString()).isEqualTo("1.1.0");
        assertThat(JSON.readTree(latest).at("/dist/tarball").asString()).isEqualTo(BASE + "/tea/-/tea-1.1.0.tgz");
        assertThat(DocumentVersions.manifest("2.0.0", BASE, VersionPolicy.ALL, new ByteArrayInputStream(merged())))
                .isEmpty();
    }
}
