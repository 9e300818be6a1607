package dev.breakwater.http;

import java.util.Map;

/** What the {@link Extension} tells. */
public sealed interface ExtensionReply {
    /**
     * All at once. Text is compressed where the client understands that.
     *
     * @param type the media type
     * @param headers further headers, in lower case; {@code cache-control} is {@code no-store} where it is not among them
     */
    record WholePage(int status, String type, byte[] bytes, Map<String, String> headers) implements ExtensionReply {}

    /**
     * Bit by bit, as server-sent events, for as long as the client stays.
     *
     * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML §9.2</a>
     */
    record Stream(Feed feed) implements ExtensionReply {}
}
