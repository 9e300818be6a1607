package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ParseResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn7",
                "other.example.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+AsFa",
                "+033de0ae+AcFa",
                "a+b",
                "a b+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
            })
    void mistyped_verifier_keys_are_not_taken(String text) {
        assertThat(VerifierKeyText.read(text)).isInstanceOf(ParseResult.Wrong.class);
    }
}
