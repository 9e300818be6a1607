package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestConditionsTest {
    private static final long MODIFIED = HttpDate.parse("Sun, 01 Nov 2026 10:00:00 GMT");

    private static RequestConditions wanted(
            @Nullable String ifRange, @Nullable String ifNoneMatch, @Nullable String since) {
        return new RequestConditions("bytes=0-1", ifRange, ifNoneMatch, since, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "gzip, deflate, br | true",
                "br, gzip | true",
                "gzip;q=0.5 | true",
                "gzip;q=0 | false",
                "gzip; q=0.000 | false",
                "* | true",
                "*;q=0 | false",
                "*, gzip;q=0 | false",
                "GZIP | true",
                "identity | false",
                "'' | false",
                "identity, gzip;q=0.999 | false",
                "gzip;q=0.5, identity;q=0.4 | true",
                "identity, gzip | true",
                "identity;q=0.5, *;q=0.4 | false",
                "gzip;q=0.001 | true",
                "gzippy | false",
                "x-gzip | true",
            })
    void gzip_is_accepted_by_name_or_star_unless_its_weight_is_too_low(String header, boolean accepted) {
        assertThat(RequestConditions.acceptsGzip(header)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"abc\" | true",
                "W/\"abc\" | true",
                "\"x\", \"abc\" | true",
                "\"x\" ,W/\"abc\", \"y\" | true",
                "* | true",
                "\"abcd\" | false",
                "\"ab\" | false",
                "abc | false",
                "\"x\" | false",
                "\"x\"\"abc\" | false",
                "'' | false",
                "\"abc-gzip\" | false",
            })
    void an_entity_tag_is_looked_for_in_a_list_by_weak_comparison(String header, boolean found) {
        assertThat(wanted(null, header, null).alreadyHas("\"abc\"", MODIFIED)).isEqualTo(found);
    }

    @Test
    void a_star_matches_even_what_has_no_tag() {
        assertThat(wanted(null, "*", null).alreadyHas(null, MODIFIED)).isTrue();
        assertThat(wanted(null, "\"abc\"", null).alreadyHas(null, MODIFIED)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 01 Nov 2026 10:00:00 GMT | true",
                "Sun, 01 Nov 2026 10:00:01 GMT | true",
                "Sun, 01 Nov 2026 09:59:59 GMT | false",
                "yesterday | false",
                "'' | false",
            })
    void what_was_not_modified_since_is_already_there(String since, boolean there) {
        assertThat(wanted(null, null, since).alreadyHas("\"abc\"", MODIFIED)).isEqualTo(there);
    }

    @Test
    void a_tag_takes_precedence_over_a_date() {
        assertThat(wanted(null, "\"x\"", "Sun, 01 Nov 2027 10:00:00 GMT").alreadyHas("\"abc\"", MODIFIED))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"abc\" | true",
                "W/\"abc\" | false",
                "\"x\" | false",
                "Sun, 01 Nov 2026 10:00:00 GMT | true",
                "Sun, 01 Nov 2026 10:00:01 GMT | false",
                "nonsense | false",
            })
    void a_range_holds_only_for_exactly_what_if_range_names(String ifRange, boolean holds) {
        assertThat(wanted(ifRange, null, null).rangeHolds("\"abc\"", MODIFIED)).isEqualTo(holds);
    }
}
