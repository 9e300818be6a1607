package dev.breakwater.app;

import dev.breakwater.http.SystemStatus;
import java.util.List;

/** Whether the server can serve, for its health pages, and its metrics. Safe for many threads. */
record HealthStatus(ServerParts parts) implements SystemStatus {
    @Override
    public List<String> unready() {
        return parts.store().failures();
    }

    @Override
    public List<String> degraded() {
        return parts.store().refusals();
    }

    @Override
    public String metrics() {
        return parts.metrics().text();
    }
}
