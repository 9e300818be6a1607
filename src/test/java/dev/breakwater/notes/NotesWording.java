package dev.breakwater.notes;

import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Errors as JSON, and a challenge of its own. */
record NotesWording() implements Wording {
    @Override
    public String type() {
        return "application/json";
    }

    @Override
    public byte[] error(int status, List<String> parts) {
        String said = parts.getFirst().replaceAll("[\"\\\\\\p{Cntrl}]", "'");
        return ("{\"error\":\"" + said + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String challenge(BaseUrl base) {
        return "Bearer realm=\"notes\"";
    }
}
