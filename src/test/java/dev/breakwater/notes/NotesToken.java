package dev.breakwater.notes;

import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.UpstreamAuth;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the token that a challenge names, as a token service would give one: {@code Bearer realm="…"}. */
final class NotesToken implements UpstreamAuth {
    private static final Pattern REALM = Pattern.compile("Bearer realm=\"([^\"]+)\"");

    private volatile @Nullable String token;

    @Override
    public Map<String, String> headers(Ask ask) {
        String known = token;
        return known == null ? Map.of() : Map.of("Authorization", "Bearer " + known);
    }

    @Override
    public boolean answer(Ask ask, List<String> challenges) {
        for (String challenge : challenges) {
            Matcher realm = REALM.matcher(challenge);
            if (realm.matches() && !realm.group(1).equals(token)) {
                token = realm.group(1);
                return true;
            }
        }
        return false;
    }
}
