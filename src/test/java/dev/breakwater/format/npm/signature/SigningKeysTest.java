package dev.breakwater.format.npm.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final String ID = "SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U";
    private static final String MESSAGE = RegistrySignature.message(
            "pnpm",
            "10.12.4",
            "sha512-Xqiw3u2U7WhpHJutTJVUknBcXuuKh++GvGLHSiawN7CP+VcPEIsuTb0d0akYb+qSXlJ/FBxkjoWvRWMQdGgBhA==");
    private static final RegistrySignature TRUE = new RegistrySignature(
            ID, "MEUCIHgFNYCynawsQj2TFih8MSo5NU8irHoWSjYIWoFdjXsUAiEArLjxP+kP0pDgYCk1HfGfrLjxph157UO/0WcQTCDmxTM=");

    private static SigningKeys.SignatureFinding check(String message, RegistrySignature... signatures) {
        return SigningKeys.PUBLIC_REGISTRY.check(message, null, List.of(signatures));
    }

    @Test
    void a_signature_of_the_public_registry_is_right() {
        assertThat(check(MESSAGE, TRUE)).isEqualTo(SigningKeys.SignatureFinding.SIGNED);
    }

    @Test
    void one_of_another_integrity_is_forged() {
        assertThat(check(MESSAGE.replace("sha512-X", "sha512-Y"), TRUE)).isEqualTo(SigningKeys.SignatureFinding.FORGED);
        assertThat(check(MESSAGE, new RegistrySignature(ID, "no base64!")))
                .isEqualTo(SigningKeys.SignatureFinding.FORGED);
    }

    @Test
    void one_by_an_unknown_key_is_none_and_a_bad_one_beside_a_good_one_counts() {
        RegistrySignature unknown = new RegistrySignature("SHA256:unknown", TRUE.signature());
        assertThat(check(MESSAGE)).isEqualTo(SigningKeys.SignatureFinding.UNSIGNED);
        assertThat(check(MESSAGE, unknown)).isEqualTo(SigningKeys.SignatureFinding.UNSIGNED);
        assertThat(check(MESSAGE, unknown, TRUE)).isEqualTo(SigningKeys.SignatureFinding.SIGNED);
        assertThat(check(MESSAGE, TRUE, new RegistrySignature(ID, "AAAA")))
                .isEqualTo(SigningKeys.SignatureFinding.FORGED);
    }

    @Test
    void a_key_is_good_for_versions_before_its_end() {
        SigningKey ended = SigningKey.of(
                ID, SigningKeys.PUBLIC_REGISTRY.all().get(1).encoded(), Instant.parse("2025-01-29T00:00:00Z"));
        SigningKeys keys = new SigningKeys(List.of(ended));
        assertThat(keys.check(MESSAGE, Instant.parse("2025-01-28T00:00:00Z"), List.of(TRUE)))
                .isEqualTo(SigningKeys.SignatureFinding.SIGNED);
        assertThat(keys.check(MESSAGE, Instant.parse("2025-01-29T00:00:00Z"), List.of(TRUE)))
                .isEqualTo(SigningKeys.SignatureFinding.UNSIGNED);
    }

    @Test
    void keys_are_read_as_a_registry_sends_them() {
        String encoded = SigningKeys.PUBLIC_REGISTRY.all().get(1).encoded();
        SigningKeys read = SigningKeys.read(
                "{\"keys\":[{\"keyid\":\"" + ID + "\",\"key\":\"" + encoded + "\",\"expires\":null}]}");
        assertThat(read.check(MESSAGE, null, List.of(TRUE))).isEqualTo(SigningKeys.SignatureFinding.SIGNED);
        assertThatThrownBy(() -> SigningKeys.read("{}")).hasMessageContaining("no array");
        assertThatThrownBy(() -> SigningKeys.read("<html>")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> SigningKeys.read("{\"keys\":[{\"keyid\":\"k\",\"key\":\"AAAA\"}]}"))
                .hasMessageContaining("the key k");
    }
}
