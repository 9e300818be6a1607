package dev.breakwater.sumdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The known answers are those of golang.org/x/mod/sumdb/note's own tests. */
final class VerifierKeyTest {
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PETER,
                "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
                "localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6",
                "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
            })
    void a_well_formed_key_is_read_and_written_as_it_was(String key) {
        assertThat(VerifierKey.parse(key).toString()).isEqualTo(key);
        assertThat(key).startsWith(VerifierKey.parse(key).name() + "+");
    }

    @Test
    void no_part_of_a_key_is_a_key() {
        for (int from = 0; from < PETER.length(); from++) {
            for (int to = from; to <= PETER.length(); to++) {
                if (to - from < PETER.length()) {
                    isRefused(PETER.substring(from, to));
                }
            }
        }
    }

    @Test
    void a_key_with_one_other_character_is_no_key() {
        for (int i = 0; i < PETER.length(); i++) {
            StringBuilder key = new StringBuilder(PETER);
            key.setCharAt(i, (char) (key.charAt(i) + 1));
            isRefused(key.toString());
        }
    }

    private static void isRefused(String key) {
        assertThatIllegalArgumentException().as(key).isThrownBy(() -> VerifierKey.parse(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PeterNeumann | three parts",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T | base64",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW | spaces",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW | should be c74f20a3",
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW | algorithm is number 101",
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY== | 32 bytes",
                "PeterNeumann+c74f20a3+ | base64"
            })
    void a_malformed_key_is_told_what_is_wrong_with_it(String key, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifierKey.parse(key))
                .withMessageContaining(why)
                .withMessageContaining(key);
    }
}
