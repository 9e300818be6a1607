package dev.breakwater.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Renders pages outside of repositories as responses. */
final class PageRenderer {
    private final AnswerRenderer replies;

    PageRenderer(AnswerRenderer replies) {
        this.replies = replies;
    }

    /** A page that no cache may store. */
    HttpReply page(int status, String type, byte[] body, long millis) {
        return new HttpReply(
                status, headers(type, body, millis).copy(false), new ReplyBody.Memory(Buffer.buffer(body)));
    }

    /** A page of the extension. */
    HttpReply of(ExtensionReply.WholePage page, boolean gzip, long millis) {
        boolean text = ResponsePreparer.worthCompressing(page.type(), page.bytes().length);
        byte[] body = text && gzip ? ResponsePreparer.gzip(page.bytes()) : page.bytes();
        MultiMap headers = headers(page.type(), body, millis);
        page.headers().forEach(headers::set);
        if (text) {
            headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (text && gzip) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return new HttpReply(page.status(), headers.copy(false), new ReplyBody.Memory(Buffer.buffer(body)));
    }

    /** The head of server-sent events. A proxy in front must not buffer them. */
    HttpReply events(long millis) {
        MultiMap headers = replies.signed(AnswerTags.NONE, millis)
                .set(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaders.CACHE_CONTROL, "no-store")
                .set("x-accel-buffering", "no");
        return new HttpReply(200, headers.copy(false), ReplyBody.Empty.NOTHING);
    }

    private MultiMap headers(String type, byte[] body, long millis) {
        return replies.signed(AnswerTags.NONE, millis)
                .set(HttpHeaders.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
