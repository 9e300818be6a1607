package dev.breakwater.auth;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who asks.
 *
 * @param name who: a token's name, {@code provider:subject} for an identity provider's, {@code -} for nobody in particular
 * @param credential by what they are known, as in {@code token 1a2b3c4d5e}: no secret; {@code -} for nothing
 * @param grants what they may do beyond what everybody may
 * @param until when what they are known by ends
 */
public record Principal(String name, String credential, List<Grant> grants, Instant until) {
    /** Whoever sends no credentials. */
    public static final Principal ANONYMOUS = new Principal("-", "-", List.of(), Instant.MAX);

    /** Whether nothing is known of them. */
    public boolean anonymous() {
        return credential.equals("-");
    }
}
