package dev.breakwater.format.npm;

import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Errors as {@code {"error": "…"}}: npm prints that text (npm-registry-fetch, {@code HttpErrorBase}). */
record NpmWording() implements Wording {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST = 2_000;

    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public byte[] error(int status, List<String> parts) {
        return json(Map.of("error", text(parts))).getBytes(StandardCharsets.UTF_8);
    }

    /** The text of an error, of bounded length. */
    static String text(List<String> parts) {
        String text = String.join("\n", parts).strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** An object of these members. */
    static String json(Map<String, ?> members) {
        return JSON.writeValueAsString(members);
    }

    /** npm takes a {@code Basic} challenge for a question to the user, and sends tokens only unasked. */
    @Override
    public String challenge(BaseUrl base) {
        return "Bearer realm=\"Breakwater\"";
    }

    @Override
    public String login() {
        return "log in with npm login, or add a token for this registry to your .npmrc";
    }
}
