package dev.breakwater.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A caller.
 *
 * @param name the caller's name: a token's name, {@code provider:subject} for an identity provider's, {@code -} for an
 * anonymous caller
 * @param credential what identifies them, as in {@code token 1a2b3c4d5e}: no secret; {@code -} for nothing
 * @param grants their permissions beyond those of all callers
 * @param until when the credential expires
 */
public record Principal(String name, String credential, List<Grant> grants, Instant until) {
    /** A caller without credentials. */
    public static final Principal ANONYMOUS = new Principal("-", "-", List.of(), Instant.MAX);

    /** The same caller by the credential {@code by}, which may do what {@code limit} allows too, and is valid until {@code end} at most. */
    Principal narrowed(String by, Grant limit, Instant end) {
        List<Grant> fewer = grants.stream()
                .map(grant -> grant.within(limit))
                .flatMap(Optional::stream)
                .toList();
        return new Principal(name, by, fewer, end.isBefore(until) ? end : until);
    }

    /** Whether the caller is anonymous. */
    public boolean anonymous() {
        return credential.equals("-");
    }
}
