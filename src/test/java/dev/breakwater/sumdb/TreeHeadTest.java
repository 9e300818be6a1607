package dev.breakwater.sumdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.testing.SigningDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The known answers are those of golang.org/x/mod/sumdb/tlog's own tests. */
final class TreeHeadTest {
    private static final String GOLDEN =
            "go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n";
    private static final Hash HELLO = Hash.leaf("hello world".getBytes(UTF_8));

    private final SigningDatabase signer = new SigningDatabase("sum.example");
    private final VerifierKey key = VerifierKey.parse(signer.key());

    @Test
    void a_head_is_written_as_go_writes_it() {
        assertThat(TreeHead.text(123456789012L, HELLO)).isEqualTo(GOLDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JOE\n", "JOE\nJOE\nJOE\n"})
    void a_head_is_read_whatever_follows_it(String more) {
        TreeHead head = TreeHead.open(signer.sign(GOLDEN + more), key);

        assertThat(head.size()).isEqualTo(123456789012L);
        assertThat(head.root()).isEqualTo(HELLO);
        assertThat(head.note()).isEqualTo(signer.sign(GOLDEN + more));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not-go.sum database tree\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree v2\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n0xabcdef\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n-1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n+1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n01\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n9223372036854775808\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n\u0661\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n",
                "go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n",
                "go.sum database tree\n123456789012\n",
                "go.sum database tree\n"
            })
    void a_malformed_head_is_refused_though_it_is_signed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TreeHead.open(signer.sign(text), key));
    }

    @Test
    void heads_that_state_the_same_are_equal() {
        TreeHead one = TreeHead.open(signer.sign(GOLDEN), key);
        TreeHead same = TreeHead.open(signer.sign(GOLDEN + "more\n"), key);

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(new TreeHead(1, one.root(), one.note()));
    }
}
