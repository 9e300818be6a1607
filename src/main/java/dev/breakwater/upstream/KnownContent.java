package dev.breakwater.upstream;

import java.util.Map;

/**
 * What an origin has delivered, or was asked for: probes repeat the request.
 *
 * @param total its length; {@link #UNSEEN} if it was not delivered
 * @param headers of the request
 * @param headOnly whether only its head was requested: the whole may be large, or be counted against a limit
 */
record KnownContent(String path, long total, Map<String, String> headers, boolean headOnly) {
    /** The length of what was not delivered. */
    static final long UNSEEN = -1;

    /** What {@code ask} requested. */
    static KnownContent of(Ask ask, long total) {
        return new KnownContent(ask.path(), total, ask.headers(), ask.headOnly());
    }

    /** This, unless only {@code before} is a mere head. */
    KnownContent cheaper(KnownContent before) {
        return before.headOnly() && !headOnly ? before : this;
    }
}
