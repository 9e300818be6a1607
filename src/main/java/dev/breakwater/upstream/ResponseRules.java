package dev.breakwater.upstream;

import java.util.Set;

/**
 * The meaning of an upstream's responses in its protocol.
 *
 * @param absent the statuses that mean "not found"
 * @param denied the statuses that mean "access denied"
 * @param pages whether a web page may be the content; else it counts as a failure
 */
public record ResponseRules(Set<Integer> absent, Set<Integer> denied, boolean pages) {
    /** The rules of most protocols: RFC 9110 §15.5, RFC 7725, and 418 by which some firewalls refuse. */
    public static final ResponseRules USUAL =
            new ResponseRules(Set.of(404, 410), Set.of(401, 403, 407, 418, 451), false);
}
