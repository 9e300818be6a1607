package dev.breakwater.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Dates in headers, to the second: RFC 9110 §5.6.7. */
final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.RFC_1123_DATE_TIME;

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** The date of a second since 1970. */
    static String of(long second) {
        return WRITTEN.format(Instant.ofEpochSecond(second));
    }

    /** The second since 1970; {@link Long#MIN_VALUE} if it is not a valid date, which is ignored. */
    static long parse(String date) {
        try {
            return Instant.from(FORM.parse(date.strip())).getEpochSecond();
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }
}
