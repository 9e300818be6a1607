package dev.breakwater.format.npm.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values are what npm 11.19 reads from the same lines. */
class NpmrcTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SET", "v$1\\", "HOST", "a.example.com");

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', textBlock = """
            registry=https://a.example.com/ § registry § https://a.example.com/
              registry = https://a.example.com/   § registry § https://a.example.com/
            registry="https://a.example.com/" § registry § https://a.example.com/
            registry='https://a.example.com/' § registry § https://a.example.com/
            registry=https://a.example.com/ ; the old one § registry § https://a.example.com/
            registry=https://a.example.com/#main § registry § https://a.example.com/
            k=a\\;b\\#c\\\\d\\e § k § a;b#c\\d\\e
            //a.example.com/:_password=cHc= § //a.example.com/:_password § cHc=
            //a.example.com/:_authToken=${SET} § //a.example.com/:_authToken § v$1\\
            //${HOST}/:_authToken=x § //a.example.com/:_authToken § x
            k=a${SET}b${UNSET}c § k § av$1\\b${UNSET}c
            k=a${UNSET?}b § k § ab
            k=a\\${SET}b § k § a${SET}b
            k= § k § ~~
            """)
    void a_line_is_read_as_npm_reads_it(String line, String key, String value) {
        assertThat(Npmrc.parse(line, ENVIRONMENT)).containsOnly(Map.entry(key, value));
    }

    @Test
    void comments_sections_and_lines_without_a_value_do_not_count() {
        assertThat(Npmrc.parse("""
                        ; registry=https://a.example.com
                          # registry=https://b.example.com

                        strict-ssl
                        =x
                        registry=https://c.example.com
                        registry=https://d.example.com
                        [section]
                        registry=https://e.example.com
                        """, Map.of())).containsOnly(Map.entry("registry", "https://d.example.com"));
    }

    @Test
    void an_unset_variable_is_named() {
        assertThat(Npmrc.unset("a${NPM_TOKEN}b")).isEqualTo("NPM_TOKEN");
        assertThat(Npmrc.unset("a$NPM_TOKEN{}")).isEmpty();
    }
}
