package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.fetch.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfidentialTest {
    private static HttpReply absent(boolean confidential, Duration keep) {
        return new AnswerRenderer("test")
                .without(new Answer.Absent("no such thing", keep, confidential), AnswerTags.NONE, 0);
    }

    @Test
    void absence_of_a_private_name_is_for_nobody_but_the_asker() {
        HttpReply kept = absent(true, Duration.ofSeconds(60));
        assertThat(kept.headers().get("cache-control")).isEqualTo("private, max-age=60");
        assertThat(kept.headers().get("vary")).isEqualTo("authorization");
        assertThat(absent(true, Duration.ZERO).headers().get("cache-control")).isEqualTo("no-store");
        assertThat(absent(true, Duration.ZERO).headers().get("vary")).isEqualTo("authorization");
    }

    @Test
    void absence_of_a_public_name_is_for_everybody() {
        HttpReply kept = absent(false, Duration.ofSeconds(60));
        assertThat(kept.headers().get("cache-control")).isEqualTo("public, max-age=60");
        assertThat(kept.headers().get("vary")).isNull();
    }
}
