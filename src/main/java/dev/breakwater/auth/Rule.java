package dev.breakwater.auth;

import java.util.List;
import java.util.Map;

/**
 * A rule of the configuration: gives matching callers the permissions of its scope.
 *
 * @param who names of callers, with stars; {@link #ANYBODY} for those without credentials too
 * @param claims the claims that the caller's token must have, with stars; all of them
 */
public record Rule(List<String> who, Map<String, String> claims, Scope scope) {
    /** Stands for all callers, with or without credentials. */
    public static final String ANYBODY = "anybody";

    public Rule {
        who = List.copyOf(who);
        claims = Map.copyOf(claims);
    }

    /** Whether it matches all callers, also those without credentials. */
    boolean forAnybody() {
        return who.contains(ANYBODY) && claims.isEmpty();
    }

    /** Whether it matches the caller {@code name} with the claims {@code said}. */
    boolean isAbout(String name, Map<String, List<String>> said) {
        return who.stream().anyMatch(pattern -> pattern.equals(ANYBODY) || Wildcard.matches(pattern, name))
                && claims.entrySet().stream()
                        .allMatch(claim -> said.getOrDefault(claim.getKey(), List.of()).stream()
                                .anyMatch(value -> Wildcard.matches(claim.getValue(), value)));
    }
}
