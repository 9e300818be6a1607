package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeaderTextTest {
    @Test
    void what_is_no_visible_ascii_is_replaced_in_a_header() {
        assertThat(HeaderText.header("a\r\nSet-Cookie: x\u00e9")).isEqualTo("a??Set-Cookie: x?");
    }
}
