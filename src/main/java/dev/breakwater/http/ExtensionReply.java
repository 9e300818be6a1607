package dev.breakwater.http;

import java.util.Map;

/** A reply of the {@link Extension}. */
public sealed interface ExtensionReply {
    /**
     * A whole page. Text is compressed if the client supports that.
     *
     * @param type the media type
     * @param headers further headers, in lower case; {@code cache-control} is {@code no-store} unless it is among them
     */
    record WholePage(int status, String type, byte[] bytes, Map<String, String> headers) implements ExtensionReply {}

    /**
     * A stream of server-sent events, for as long as the client stays.
     *
     * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML §9.2</a>
     */
    record Stream(Feed feed) implements ExtensionReply {}
}
