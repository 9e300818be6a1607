package dev.breakwater.http;

import dev.breakwater.repository.Request;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request as a format sees it. */
record VertxRequest(HttpServerRequest request, String path) implements Request {
    @Override
    public String method() {
        HttpMethod method = request.method();
        return method.equals(HttpMethod.HEAD) ? "GET" : method.name();
    }

    @Override
    public String query() {
        String query = request.query();
        return query == null ? "" : query;
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }
}
