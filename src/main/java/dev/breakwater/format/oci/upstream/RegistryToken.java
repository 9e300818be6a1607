package dev.breakwater.format.oci.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token of a token service.
 *
 * @param text is sent as {@code Authorization: Bearer}
 * @param made when it was received
 * @param until when to ask for another
 */
public record RegistryToken(String text, Instant made, Instant until) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * For a service that names none, or less: distribution's token specification, {@code expires_in}. One that was over when it
     * arrived could not be used at all.
     */
    private static final long LEAST_SECONDS = 60;

    private static final long MOST_SECONDS = Duration.ofHours(12).toSeconds();
    private static final int LONGEST = 64 << 10;

    /** The token in a service's answer of the instant {@code now}; empty if there is none that can be sent. */
    public static Optional<RegistryToken> parse(byte[] answer, Instant now) {
        try {
            JsonNode json = JSON.readTree(answer);
            String text = json.path("token").asString(json.path("access_token").asString(""));
            if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return Optional.empty();
            }
            long seconds = json.path("expires_in").asLong(LEAST_SECONDS);
            long lasts = Math.clamp(seconds, LEAST_SECONDS, MOST_SECONDS) * 9 / 10;
            return Optional.of(new RegistryToken(text, now, now.plusSeconds(lasts)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
