package dev.breakwater.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Turns pages into responses: what belongs to no repository. */
final class PageReplies {
    private final Replies replies;

    PageReplies(Replies replies) {
        this.replies = replies;
    }

    /** A page that nobody keeps. */
    Reply page(int status, String type, byte[] body, long millis) {
        return new Reply(status, headers(type, body, millis).copy(false), new Content.Memory(Buffer.buffer(body)));
    }

    /** A page of the annex. */
    Reply of(Page.Whole page, boolean gzip, long millis) {
        boolean text = Preparation.worthCompressing(page.type(), page.bytes().length);
        byte[] body = text && gzip ? Preparation.gzip(page.bytes()) : page.bytes();
        MultiMap headers = headers(page.type(), body, millis);
        page.headers().forEach(headers::set);
        if (text) {
            headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (text && gzip) {
            headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return new Reply(page.status(), headers.copy(false), new Content.Memory(Buffer.buffer(body)));
    }

    /** The head of server-sent events. A proxy before us must not wait until there are enough of them. */
    Reply events(long millis) {
        MultiMap headers = replies.signed(Label.NONE, millis)
                .set(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaders.CACHE_CONTROL, "no-store")
                .set("x-accel-buffering", "no");
        return new Reply(200, headers.copy(false), Content.Nothing.NOTHING);
    }

    private MultiMap headers(String type, byte[] body, long millis) {
        return replies.signed(Label.NONE, millis)
                .set(HttpHeaders.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length))
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
