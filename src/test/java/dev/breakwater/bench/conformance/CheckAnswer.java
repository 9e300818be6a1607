package dev.breakwater.bench.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a registry answered.
 *
 * @param what the request
 * @param headers by lower-case name
 * @param body as it came, not decoded
 */
record CheckAnswer(String what, int status, Map<String, String> headers, byte[] body) {
    static final String INSTALL = "application/vnd.npm.install-v1+json";
    private static final JsonMapper JSON = new JsonMapper();

    /** A header's value, or the empty string. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The media type, without parameters. */
    String type() {
        return header("content-type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** This, if its status is one of these. */
    CheckAnswer is(int... statuses) throws UnmetCheck {
        UnmetCheck.unless(
                Arrays.stream(statuses).anyMatch(each -> each == status),
                what + " got " + status + ", expected one of " + Arrays.toString(statuses) + shown());
        return this;
    }

    /** This, if it is a success. */
    CheckAnswer succeeds() throws UnmetCheck {
        UnmetCheck.unless(status / 100 == 2, what + " got " + status + ", expected a success" + shown());
        return this;
    }

    /** This, if the request was refused because of what it asks for. */
    CheckAnswer isRefused() throws UnmetCheck {
        UnmetCheck.unless(status / 100 == 4, what + " got " + status + ", expected 4xx" + shown());
        return this;
    }

    /** This, if its body is an error as npm shows it: JSON with a text {@code error} (npm-registry-fetch, HttpErrorBase). */
    CheckAnswer explains() throws UnmetCheck {
        UnmetCheck.unless(
                !json().path("error").asString("").isBlank(), what + " got an error without a text: " + text());
        return this;
    }

    private String shown() {
        String text = text();
        return body.length == 0
                ? ""
                : ": " + text.substring(0, Math.min(200, text.length())).replaceAll("[\\p{Cntrl}\uFFFD&&[^\n]]", "?");
    }

    /** The body without its coding. */
    byte[] decoded() throws UnmetCheck {
        String coding = header("content-encoding");
        if (coding.isEmpty() || coding.equals("identity") || body.length == 0) {
            return body;
        }
        UnmetCheck.unless(coding.equals("gzip"), what + " got the coding " + coding + ", which was not accepted");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unmet(what + " got a body that is not in gzip: " + e.getMessage());
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    JsonNode json() throws UnmetCheck {
        try {
            return JSON.readTree(decoded());
        } catch (JacksonException e) {
            throw unmet(what + " got what is not JSON" + shown());
        }
    }

    private static UnmetCheck unmet(String why) throws UnmetCheck {
        UnmetCheck.unless(false, why);
        throw new IllegalStateException(why);
    }
}
