package dev.breakwater.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.store.Representation;
import dev.breakwater.verify.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** How a form is stored, and what is known of it besides its bytes. */
class CodedFormTest extends FormRig {
    @Test
    void a_coded_form_is_coded_once_and_read_plain_by_the_server() throws Exception {
        upper.coding = Representation.GZIP;
        for (String status : List.of("MISS", "HIT")) {
            Answer.Held held = (Answer.Held) form();
            assertThat(held.status()).hasToString(status);
            assertThat(held.content().coding()).isEqualTo("gzip");
            byte[] stored = ((Body.Bytes) held.body()).bytes();
            assertThat(held.content().sha256()).isEqualTo(Digest.of(stored));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(stored))).hasContent("ONE");
            assertThat(AnswerBytes.bytes(held, 3)).asString().isEqualTo("ONE");
            assertThatThrownBy(() -> AnswerBytes.bytes(held, 2)).hasRootCauseMessage("has more than 2 bytes");
        }
        assertThat(made).hasValue(1);
        upper.coding = "";
        assertThat(text(form())).endsWith(" ONE");
        assertThat(made).hasValue(2);
    }

    @Test
    void a_form_of_a_coded_form_is_made_from_its_plain_bytes() throws Exception {
        upper.coding = Representation.GZIP;
        FetchSource coded =
                new ResourceSource(resource("coded", "", new Recipe.Derived(source("full"), upper)), engine);
        Transform doubled = new Transform() {
            @Override
            public String version() {
                return "doubled 1";
            }

            @Override
            public long largest() {
                return 100;
            }

            @Override
            public Form apply(InputStream source, OutputStream form) throws IOException {
                String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
                form.write((text + text).getBytes(StandardCharsets.UTF_8));
                return Form.PLAIN;
            }
        };
        assertThat(text(get(new Recipe.Derived(coded, doubled), "doubled"))).isEqualTo("MISS ONEONE");
    }

    @Test
    void content_of_more_than_64_kib_is_sent_from_its_file_whatever_its_type() throws Exception {
        upper.largest = 1 << 20;
        upper.padding = FetchedContent.SMALL;
        for (String status : List.of("MISS", "HIT")) {
            Answer.Held held = (Answer.Held) form();
            assertThat(held.status()).hasToString(status);
            assertThat(held.content().type()).startsWith("text/");
            assertThat(held.body()).isInstanceOf(Body.Whole.class);
            held.body().release();
        }
    }

    @Test
    void a_coded_form_is_limited_before_it_is_coded() throws Exception {
        upper.coding = Representation.GZIP;
        registry.content = "o".repeat(90); // far fewer in gzip
        upper.largest = 89;
        assertThat(form())
                .isInstanceOfSatisfying(
                        Answer.Absent.class, absent -> assertThat(absent.why()).contains("too large"));
    }

    @Test
    void a_form_says_when_it_was_modified_and_has_headers() throws Exception {
        Instant modified = Instant.parse("2025-05-05T05:05:05.5Z");
        upper.known = new Transform.Form(modified, Map.of("x-names", "1"));
        for (int i = 0; i < 2; i++) {
            ContentInfo info = ((Answer.Held) form()).content();
            assertThat(info.modified()).isEqualTo(modified);
            assertThat(info.headers()).containsExactly(Map.entry("x-names", "1"));
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void a_form_that_says_it_was_modified_later_than_now_was_modified_when_it_was_made() throws Exception {
        upper.known = Transform.Form.modifiedAt(Instant.parse("9999-01-01T00:00:00Z"));
        assertThat(((Answer.Held) form()).content().modified()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void a_form_has_no_header_that_is_the_servers_to_say() {
        for (String name : List.of("content-encoding", "etag", "X-Upper")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Transform.Form(null, Map.of(name, "1")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Transform.Form(null, Map.of("x-a", "a\r\nb")));
    }
}
