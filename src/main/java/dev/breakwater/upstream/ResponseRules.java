package dev.breakwater.upstream;

import java.util.Set;

/**
 * What the responses of an upstream mean in the protocol that it speaks.
 *
 * @param absent the statuses that say that there is no such thing
 * @param denied the statuses that say that it is not for us, whatever it is
 * @param pages whether a web page may be the content; else one in its place is trouble
 */
public record ResponseRules(Set<Integer> absent, Set<Integer> denied, boolean pages) {
    /** Those of most protocols: RFC 9110 §15.5, RFC 7725, and 418 by which some firewalls refuse. */
    public static final ResponseRules USUAL =
            new ResponseRules(Set.of(404, 410), Set.of(401, 403, 407, 418, 451), false);
}
