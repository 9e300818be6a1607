package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The known answers are those of golang.org/x/mod/sumdb/note's own tests. */
final class NoteTest {
    private static final VerifierKey PETER =
            VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    private static final VerifierKey ENOCH =
            VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop");
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String BY_PETER =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String BY_ENOCH =
            "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    private static final String WRONG = BY_PETER.substring(0, 60) + "ABCD" + BY_PETER.substring(60);

    private static Note open(String note, VerifierKey key) {
        return Note.open(note.getBytes(UTF_8), key);
    }

    @Test
    void a_note_is_opened_by_either_of_its_signers() {
        String note = TEXT + "\n" + BY_PETER + BY_ENOCH;

        assertThat(open(note, PETER).text()).isEqualTo(TEXT);
        assertThat(open(note, ENOCH).text()).isEqualTo(TEXT);
    }

    @Test
    void only_the_signature_that_was_verified_is_kept() {
        assertThat(new String(
                        open(TEXT + "\n" + BY_ENOCH + BY_PETER + WRONG, PETER).bytes(), UTF_8))
                .isEqualTo(TEXT + "\n" + BY_PETER);
    }

    @Test
    void a_note_that_the_key_did_not_sign_is_refused() {
        isRefused(TEXT + "\n" + BY_ENOCH, "not signed by PeterNeumann");
        isRefused(TEXT + "\n" + BY_PETER.replace("PeterNeumann", "CarmenSandiego"), "not signed");
        isRefused(TEXT + "\n" + BY_PETER.replace("x08g", "xxxx"), "not signed");
    }

    @Test
    void a_wrong_signature_by_the_key_is_an_error_whatever_else_is_there() {
        isRefused(TEXT + "\n" + WRONG, "is wrong");
        isRefused(TEXT + "\n" + BY_ENOCH + WRONG + BY_PETER, "is wrong");
        isRefused(TEXT.replace("think", "thick") + "\n" + BY_PETER, "is wrong");
    }

    @Test
    void a_second_signature_by_the_key_is_not_looked_at() {
        assertThat(open(TEXT + "\n" + BY_PETER + WRONG, PETER).text()).isEqualTo(TEXT);
    }

    @Test
    void a_hundred_signatures_are_enough() {
        assertThat(open(TEXT + "\n" + BY_PETER.repeat(100), PETER).text()).isEqualTo(TEXT);
        isRefused(TEXT + "\n" + BY_PETER.repeat(101), "more than 100");
        isRefused(TEXT + "\n" + BY_ENOCH.repeat(100) + BY_PETER, "more than 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TEXT,
                TEXT + "\n",
                "",
                "\n\n",
                TEXT + "\n" + BY_PETER + "\n",
                "\u0001" + TEXT + "\n" + BY_PETER,
                "\r" + TEXT + "\n" + BY_PETER,
                TEXT
                        + "\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
                TEXT + "\n" + BY_PETER + "Unexpected line.\n",
                TEXT + "\n" + BY_PETER + "— \n",
                TEXT + "\n" + BY_PETER + "— EnochRoot \n",
                TEXT + "\n" + BY_PETER + "— EnochRoot AAAAAA==\n",
                TEXT + "\n" + BY_PETER + "— EnochRoot rwz+eBz\n",
                TEXT + "\n" + BY_PETER + "— Enoch\u00a0Root rwz+eBzm\n",
                TEXT + "\n" + BY_PETER + "- EnochRoot rwz+eBzm\n"
            })
    void a_malformed_note_is_refused(String note) {
        isRefused(note, "malformed");
    }

    @Test
    void a_signature_line_without_its_end_is_refused() {
        isRefused(TEXT + "\n" + BY_PETER.stripTrailing(), "malformed");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        byte[] note = ("\u00ff" + TEXT + "\n" + BY_PETER).getBytes(ISO_8859_1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Note.open(note, PETER))
                .withMessageContaining("UTF-8");
    }

    @Test
    void an_endless_note_is_refused() {
        isRefused("x".repeat(Note.MAX_SIZE) + "\n\n" + BY_PETER, "1000000");
    }

    private static void isRefused(String note, String why) {
        assertThatIllegalArgumentException().isThrownBy(() -> open(note, PETER)).withMessageContaining(why);
    }
}
