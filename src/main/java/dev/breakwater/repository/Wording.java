package dev.breakwater.repository;

import java.util.List;

/**
 * How a format words what has no content of its own: errors, refusals, and what became of an upload. Which status it is is the
 * edge's.
 */
public interface Wording {
    /** Text in lines, short enough for every client that is known. */
    static Wording plain() {
        return PlainWording.USUAL;
    }

    /** The media type of {@link #error}. */
    String type();

    /**
     * The body of a reply.
     *
     * @param status the status that it goes with
     * @param parts what is to be said, the most important first; each one or more lines of any text
     */
    byte[] error(int status, List<String> parts);

    /** How a client is asked for credentials: the value of {@code WWW-Authenticate} (RFC 9110 §11.6.1). */
    default String challenge() {
        return "Basic realm=\"Breakwater\", charset=\"UTF-8\"";
    }
}
