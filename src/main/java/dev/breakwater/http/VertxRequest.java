package dev.breakwater.http;

import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Site;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** A request as a format sees it. */
record VertxRequest(HttpExchange exchange, Site site, Site.Route route) implements Request {
    @Override
    public String method() {
        HttpMethod method = exchange.request.method();
        return method.equals(HttpMethod.HEAD) ? "GET" : method.name();
    }

    @Override
    public boolean headOnly() {
        return exchange.head();
    }

    @Override
    public String path() {
        return route.rest();
    }

    @Override
    public String query() {
        String query = exchange.request.query();
        return query == null ? "" : query;
    }

    @Override
    public BaseUrl base() {
        return exchange.base(site, route.name());
    }

    @Override
    public CallerIdentity identity() {
        return new RequestIdentity(
                site.access(), route.name(), exchange.request.getHeader(HttpHeaders.AUTHORIZATION), exchange.remote());
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.request.getHeader(name);
    }
}
