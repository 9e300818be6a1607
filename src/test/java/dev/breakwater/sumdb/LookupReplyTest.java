package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.sumdb.LookupReply.ReplyLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The known answers are those of golang.org/x/mod/sumdb/tlog's own tests. */
final class LookupReplyTest {
    private static LookupReply parse(String reply) {
        return LookupReply.parse(reply.getBytes(ISO_8859_1));
    }

    @Test
    void a_reply_is_a_number_a_record_and_the_rest_unseen() {
        LookupReply reply = parse("123456789012\nhello, world\n\njunk on end\u0001\u00ff");

        assertThat(reply.id()).isEqualTo(123456789012L);
        assertThat(reply.record()).isEqualTo("hello, world\n");
        assertThat(new String(reply.note(), ISO_8859_1)).isEqualTo("junk on end\u0001\u00ff");
        assertThat(parse("0\na\nb\n\n").note()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "1",
                "1\n",
                "1\n\n",
                "not-123\nhello, world\n\n",
                "-1\nhello\n\n",
                "+1\nhello\n\n",
                "01\nhello\n\n",
                "\nhello\n\n",
                "9223372036854775808\nhello\n\n",
                "123\nhello\u0001world\n\n",
                "123\nhello\r\n\n",
                "123\nhello\u00ffworld\n\n",
                "123\nhello world\n",
                "0x123\nhello world\n\n"
            })
    void a_malformed_reply_is_refused(String reply) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(reply)).withMessageContaining("malformed");
    }

    @Test
    void an_endless_reply_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("1\n" + "x".repeat(2_000_000) + "\n\n"));
    }

    @Test
    void only_whole_names_are_found() {
        LookupReply reply = parse("1\na.b/c v1.0.0 h1:x\na.b/c v1.0.0/go.mod h1:y\na.b/c v1.0.0 h1:x\n\n");

        assertThat(reply.hashes("a.b/c", "v1.0.0")).isEqualTo(new ReplyLine.SingleHash("h1:x"));
        assertThat(reply.hashes("a.b/c", "v1.0.0/go.mod")).isEqualTo(new ReplyLine.SingleHash("h1:y"));
        assertThat(reply.hashes("b/c", "v1.0.0")).isEqualTo(new ReplyLine.NoHashes());
        assertThat(reply.hashes("a.b/c", "v1.0")).isEqualTo(new ReplyLine.NoHashes());
        assertThat(reply.hashes("a.b/c", "")).isEqualTo(new ReplyLine.NoHashes());
    }
}
