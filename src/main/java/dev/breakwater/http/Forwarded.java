package dev.breakwater.http;

import dev.breakwater.address.TrustedProxies;
import dev.breakwater.address.TrustedProxies.RequestOrigin;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Finds the origin of a request from its connection and from the headers of trusted proxies. */
final class Forwarded {
    private static final List<CharSequence> TELLING =
            TrustedProxies.TELLING.stream().map(HttpHeaders::createOptimized).toList();

    private Forwarded() {}

    /** The origin of a request with {@code headers} over the connection of {@code guest}. */
    static RequestOrigin of(MultiMap headers, ClientConnection connection, TrustedProxies proxies) {
        if (!telling(headers)) {
            return connection.direct;
        }
        return connection.trusted(proxies) ? proxies.origin(connection.remote, headers::getAll) : connection.indirect;
    }

    private static boolean telling(MultiMap headers) {
        for (int i = 0; i < TELLING.size(); i++) {
            if (headers.contains(TELLING.get(i))) {
                return true;
            }
        }
        return false;
    }
}
