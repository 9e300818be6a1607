package dev.breakwater.repository;

import java.util.List;

/**
 * The wording of a format for answers without content: errors, refusals, and results of uploads. The HTTP server sets the
 * status.
 */
public interface Wording {
    /** Text in lines, short enough for every known client. */
    static Wording plain() {
        return PlainWording.USUAL;
    }

    /** The media type of {@link #error}. */
    String type();

    /**
     * The body of a reply.
     *
     * @param status the status of the reply
     * @param parts the texts, the most important first; each one or more lines
     */
    byte[] error(int status, List<String> parts);

    /** The same for a refusal with {@code code}, the protocol's own word for the reason; empty if it has none. */
    default byte[] error(int status, String code, List<String> parts) {
        return error(status, parts);
    }

    /**
     * The warning beside an answer that is older than it should be, because no upstream has confirmed it: the value of
     * {@code Warning} (RFC 7234 §5.5), for clients that show it. Empty for none.
     */
    default String staleWarning() {
        return "";
    }

    /**
     * The request for credentials: the value of {@code WWW-Authenticate} (RFC 9110 §11.6.1).
     *
     * @param base the address of the repository as the client reaches it
     */
    default String challenge(BaseUrl base) {
        return "Basic realm=\"Breakwater\", charset=\"UTF-8\"";
    }

    /**
     * Whether its clients send the credentials they have only after such a request: then reading a private name without any is
     * answered by it, where other clients are refused at once.
     */
    default boolean sendsCredentialsOnDemand() {
        return false;
    }

    /** What a client's user does to have credentials sent, in the imperative. */
    default String login() {
        return "add them to your .netrc (https only)";
    }
}
