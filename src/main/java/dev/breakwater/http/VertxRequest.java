package dev.breakwater.http;

import dev.breakwater.repository.Request;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request as a format sees it. */
record VertxRequest(HttpServerRequest request, String path) implements Request {
    /** Nothing but GET, HEAD and PUT comes this far. */
    @Override
    public String method() {
        return request.method().equals(HttpMethod.PUT) ? "PUT" : "GET";
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }
}
