package dev.breakwater.testing;

import dev.breakwater.repository.BaseUrl;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that came from no socket; headers by the names that a format asks for. */
public record TestRequest(String method, String path, String query, Map<String, String> headers) implements Request {
    /** A GET. */
    public TestRequest(String path, Map<String, String> headers) {
        this("GET", path, "", headers);
    }

    @Override
    public BaseUrl base() {
        return new BaseUrl("http://localhost:4870/test", true);
    }

    @Override
    public CallerIdentity identity() {
        return CallerIdentity.ANONYMOUS;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
