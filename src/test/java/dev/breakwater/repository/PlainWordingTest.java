package dev.breakwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainWordingTest {
    private static String error(String... parts) {
        return new String(Wording.plain().error(503, List.of(parts)), StandardCharsets.UTF_8);
    }

    @Test
    void a_blank_line_inside_an_error_is_left_out_for_the_go_command_stops_there() {
        assertThat(error("one\n\n  \ntwo\r\n", "", "three")).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void control_characters_do_not_reach_a_terminal() {
        assertThat(error("a\u001b[31mred\u0000\u0085"))
                .isEqualTo("a?[31mred??\n")
                .doesNotContain("\u001b");
    }

    @Test
    void at_most_eight_lines_are_sent() {
        String[] lines = IntStream.range(0, 20).mapToObj(i -> "line " + i).toArray(String[]::new);
        assertThat(error(lines).lines()).hasSize(8);
    }

    @Test
    void at_most_648_bytes_are_sent_and_they_stay_valid_utf_8() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String text = "x".repeat(600 + random.nextInt(60)) + "é€😀".repeat(random.nextInt(60));
            byte[] bytes = Wording.plain().error(503, List.of(text));
            assertThat(bytes).as("seed %d", seed).hasSizeLessThanOrEqualTo(648).endsWith((byte) '\n');
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .doesNotContain("\ufffd");
        }
    }
}
