package dev.breakwater.insight;

import dev.breakwater.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The log line of a served request, in ASCII: nothing in a request can end the line or reach a terminal as a control character.
 * Allocates only once a second, which is why no JSON library writes it.
 */
final class AccessLine {
    /** The format of access log lines. */
    enum LineFormat {
        /** Values in a fixed order, separated by spaces. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    /** More than the longest line: seven fields at their maximum, and the rest. */
    static final int LONGEST = 16 << 10;

    private static final int LONGEST_FIELD = 2 << 10;
    private static final int LONGEST_ESCAPE = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final LineFormat form;
    private final byte[] bytes = new byte[LONGEST];
    private int at;
    private long second = Long.MIN_VALUE;
    private byte[] time = {};

    AccessLine(LineFormat form) {
        this.form = form;
    }

    /** Appends the line; {@code into} has room for {@link #LONGEST} bytes. */
    void write(Event.Served served, long millis, ByteBuffer into) {
        at = 0;
        switch (form) {
            case TEXT -> text(served, millis);
            case JSON -> json(served, millis);
        }
        into.put(bytes, 0, at);
    }

    /** The length of the last line. */
    int length() {
        return at;
    }

    /** A line that reports dropped lines. */
    static byte[] dropped(LineFormat form, long millis, long lines) {
        String time = Instant.ofEpochMilli(millis).toString();
        String told = switch (form) {
            case TEXT -> time + " access log: " + lines + " lines dropped: the log's output is too slow\n";
            case JSON -> "{\"time\":\"" + time + "\",\"dropped\":" + lines + "}\n";
        };
        return told.getBytes(StandardCharsets.US_ASCII);
    }

    private void text(Event.Served served, long millis) {
        time(millis);
        space().field(served.remote()).space().field(served.method()).space().field(served.target());
        space().number(served.status()).space().number(served.bytes()).space().took(served);
        space().field(served.repository()).space().field(served.kind());
        space().field(served.result().written()).space().field(served.upstream());
        bytes[at++] = '\n';
    }

    private void json(Event.Served served, long millis) {
        raw("{\"time\":\"").time(millis);
        raw("\",\"remote\":\"").field(served.remote());
        raw("\",\"method\":\"").field(served.method());
        raw("\",\"target\":\"").field(served.target());
        raw("\",\"status\":").number(served.status());
        raw(",\"bytes\":").number(served.bytes());
        raw(",\"ms\":").took(served);
        raw(",\"repository\":\"").field(served.repository());
        raw("\",\"kind\":\"").field(served.kind());
        raw("\",\"result\":\"").field(served.result().written());
        raw("\",\"upstream\":\"").field(served.upstream());
        raw("\"}\n");
    }

    private AccessLine space() {
        bytes[at++] = ' ';
        return this;
    }

    private AccessLine raw(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[at++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** A value, cut if it is too long; {@code -} if it is empty. */
    private AccessLine field(String value) {
        if (value.isEmpty()) {
            return raw("-");
        }
        int end = Math.min(at + LONGEST_FIELD, LONGEST - LONGEST_FIELD);
        for (int i = 0; i < value.length(); i++) {
            if (at + LONGEST_ESCAPE > end) {
                return raw("...");
            }
            put(value.charAt(i));
        }
        return this;
    }

    private void put(char c) {
        if (c > ' ' && c < 0x7f && c != '"' && c != '\\') {
            bytes[at++] = (byte) c;
            return;
        }
        bytes[at++] = '\\';
        if (c == '"' || c == '\\') {
            bytes[at++] = (byte) c;
            return;
        }
        bytes[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[(c >> shift) & 0xf];
        }
    }

    private AccessLine number(long number) {
        if (number < 0) {
            bytes[at++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        padded(Math.abs(number), digits);
        return this;
    }

    /** In milliseconds, with three decimals. */
    private AccessLine took(Event.Served served) {
        long micros = served.took().toNanos() / 1000;
        number(micros / 1000);
        bytes[at++] = '.';
        padded(micros % 1000, 3);
        return this;
    }

    private void padded(long number, int digits) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
    }

    private void time(long millis) {
        long current = Math.floorDiv(millis, 1000L);
        if (current != second) {
            second = current;
            String spelled = Instant.ofEpochSecond(current).toString();
            time = spelled.substring(0, spelled.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(time, 0, bytes, at, time.length);
        at += time.length;
        bytes[at++] = '.';
        padded(Math.floorMod(millis, 1000L), 3);
        bytes[at++] = 'Z';
    }
}
