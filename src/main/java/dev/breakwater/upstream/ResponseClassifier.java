package dev.breakwater.upstream;

import dev.breakwater.web.OutboundResponse;
import dev.breakwater.web.WebException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies the head of a response. The only place where a response becomes an outcome. */
public sealed interface ResponseClassifier {
    /** The body is worth reading. */
    record HasBody(Head head) implements ResponseClassifier {}

    /** The outcome is known without a body. */
    record NoBody(Outcome outcome) implements ResponseClassifier {}

    /** The words in a 404's text that mean a failure. */
    Pattern TROUBLE = Pattern.compile(
            "timed? ?out|bad upstream|internal (server )?error|unavailable|connection (refused|reset)|deadline exceeded"
                    + "|temporary failure|no such host|i/o timeout|bad gateway",
            Pattern.CASE_INSENSITIVE);

    /** How a web page begins: with a tag or a comment, behind white space and a byte order mark. */
    Pattern PAGE = Pattern.compile("\\x{feff}?\\s*<");

    /** RFC 9110 §14.4. */
    Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** How many bytes of a refusal's text to read. */
    int MOST_READ = 2048;

    /** Longest pause that a mirror can ask us to make. */
    Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /**
     * Classifies the reply; reads enough of a refusal's body to tell "not found" from a failure.
     *
     * @throws WebException if that body breaks off
     */
    static ResponseClassifier of(OutboundResponse reply, Ask ask, ResponseRules rules) throws WebException {
        if (rules.absent().contains(reply.status())) {
            return done(absence(reply));
        }
        if (rules.denied().contains(reply.status())) {
            return done(new Outcome.Denied(String.valueOf(reply.status())));
        }
        return switch (reply.status()) {
            case 200 -> whole(reply, ask, rules);
            case 206 -> part(reply, ask);
            // it does not know HEAD: that says nothing of the content, and is no failure
            case 405, 501 -> ask.headOnly() ? new HasBody(new Head(0, -1, null)) : done(trouble(reply, ""));
            case 304 -> conditional(reply) ? done(new Outcome.NotModified("304")) : done(unasked(reply, "condition"));
            case 429 -> done(new Outcome.Throttled(pause(reply), "429"));
            case 503 ->
                done(
                        reply.header("Retry-After") == null
                                ? trouble(reply, "")
                                : new Outcome.Throttled(pause(reply), "503"));
            case 508 -> done(trouble(reply, "a loop: it forwards requests to this server"));
            default -> done(trouble(reply, ""));
        };
    }

    private static ResponseClassifier done(Outcome outcome) {
        return new NoBody(outcome);
    }

    private static Outcome trouble(OutboundResponse reply, String what) {
        return new Outcome.Unavailable(reply.status() + (what.isEmpty() ? "" : ", " + what));
    }

    private static Outcome unasked(OutboundResponse reply, String without) {
        return trouble(reply, "but the request had no " + without);
    }

    /** Whether the last request had a condition: a redirect to another host drops it. */
    private static boolean conditional(OutboundResponse reply) {
        return reply.sent("If-None-Match") != null;
    }

    /** The content decides, not only its label: a web page is labelled as one and begins like one. */
    private static ResponseClassifier whole(OutboundResponse reply, Ask ask, ResponseRules rules) throws WebException {
        if (reply.unreadable()) {
            return done(trouble(
                    reply, "Content-Encoding " + reply.header("Content-Encoding") + ", which was not requested"));
        }
        Head plain = new Head(0, reply.length(), reply.header("ETag")).keeping(KeptHeaders.of(reply, ask.kept()));
        Head head = "bytes".equals(reply.header("Accept-Ranges")) && !reply.packed() ? plain.ranged() : plain;
        if (rules.pages() || !html(reply)) {
            return new HasBody(head);
        }
        return reply.begins(PAGE)
                ? done(trouble(reply, "an HTML page instead of the content"))
                : new HasBody(head.called());
    }

    private static ResponseClassifier part(OutboundResponse reply, Ask ask) {
        if (reply.sent("Range") == null) {
            return done(unasked(reply, "range"));
        }
        if (reply.packed() || reply.unreadable()) {
            return done(trouble(reply, "part of a compressed body"));
        }
        String said = reply.header("Content-Range");
        Matcher range = CONTENT_RANGE.matcher(said == null ? "" : said);
        if (!range.matches() || range.group(3).equals("*") || Long.parseLong(range.group(1)) != ask.from()) {
            return done(trouble(reply, "wrong range: " + said));
        }
        long total = Long.parseLong(range.group(3));
        if (Long.parseLong(range.group(2)) != total - 1) {
            return done(trouble(reply, "less than the requested range: " + said));
        }
        return new HasBody(
                new Head(ask.from(), total, reply.header("ETag")).ranged().keeping(KeptHeaders.of(reply, ask.kept())));
    }

    private static boolean html(OutboundResponse reply) {
        String type = reply.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    private static Outcome absence(OutboundResponse reply) throws WebException {
        String body = reply.unreadable() ? "" : reply.beginning(MOST_READ);
        if (TROUBLE.matcher(body).find()) {
            return trouble(reply, "but its text reports an error: " + line(body));
        }
        if (html(reply)) {
            return new Outcome.Missing(reply.status() + ", a web page", true);
        }
        return new Outcome.Missing(reply.status() + (body.isBlank() ? "" : ": " + line(body)));
    }

    private static String line(String body) {
        String line = body.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }

    private static Duration pause(OutboundResponse reply) {
        String said = reply.header("Retry-After");
        Long seconds = said == null ? null : number(said.strip());
        Duration pause = Duration.ofSeconds(seconds == null ? 5 : seconds);
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static @Nullable Long number(String digits) {
        return digits.matches("\\d{1,9}") ? Long.valueOf(digits) : null;
    }
}
