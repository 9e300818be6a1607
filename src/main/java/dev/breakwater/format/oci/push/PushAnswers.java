package dev.breakwater.format.oci.push;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Answer.RefusalReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The answers to pushes, with the error codes of the distribution specification. */
final class PushAnswers {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private PushAnswers() {}

    /** A success without a body. */
    static Answer done(Answer.Completion how, Map<String, String> headers) {
        return new Answer.Done(how, headers, "", new byte[0]);
    }

    /** The request, or what it sends, is not as the specification says: 400 with {@code code}. */
    static Answer invalid(String code, String why) {
        return new Answer.Refused(RefusalReason.INVALID, why, code, Map.of());
    }

    /** The content is not what its digest says. */
    static Answer wrongDigest(String why) {
        return invalid("DIGEST_INVALID", why);
    }

    /** The manifest is malformed. */
    static Answer wrongManifest(String why) {
        return invalid("MANIFEST_INVALID", why);
    }

    /** A tag that never moves would move, or go: 403. */
    static Answer immutable(String why) {
        String rule = "; tags that match immutable-tags in the configuration never move";
        return new Answer.Refused(RefusalReason.FORBIDDEN, why + rule, "DENIED", Map.of());
    }

    /** It takes credentials, and there were none: 401. */
    static Answer unknownSender() {
        return new Answer.Refused(RefusalReason.UNKNOWN_SENDER, "authentication required");
    }

    /** It is not there. */
    static Answer absent(String why) {
        return new Answer.Absent(why, Duration.ZERO, true);
    }

    /** It may succeed later. */
    static Answer trouble(String why) {
        return new Answer.Trouble(why, RETRY, List.of(), false);
    }

    /** There is no disk space: 503, since clients don't know 507. An upload in parts goes on from where it is. */
    static Answer full() {
        return trouble("this server has no disk space for it; an upload in parts goes on once there is some");
    }
}
