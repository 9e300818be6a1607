package dev.breakwater.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the environment, read as curl and the go command read them: {@code HTTP_PROXY}, {@code HTTPS_PROXY},
 * {@code NO_PROXY}, also in lower case. Loopback never goes through a proxy.
 */
final class Proxies extends ProxySelector {
    private final @Nullable URI http;
    private final @Nullable URI https;
    private final List<String> exceptions;

    Proxies(Map<String, String> environment) {
        http = proxy(environment, "HTTP_PROXY");
        https = proxy(environment, "HTTPS_PROXY");
        String none = either(environment, "NO_PROXY");
        exceptions =
                none == null ? List.of() : List.of(none.toLowerCase(Locale.ROOT).split("[,\\s]+"));
    }

    private static @Nullable String either(Map<String, String> environment, String name) {
        String upper = environment.get(name);
        return upper != null ? upper : environment.get(name.toLowerCase(Locale.ROOT));
    }

    private static @Nullable URI proxy(Map<String, String> environment, String name) {
        String value = either(environment, name);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            URI uri = URI.create(value.contains("://") ? value.strip() : "http://" + value.strip());
            return uri.getHost() == null ? null : uri;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public List<Proxy> select(URI target) {
        URI proxy = "https".equals(target.getScheme()) ? https : http;
        if (proxy == null || excepted(target)) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : 80;
        Proxy.Type type = proxy.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private boolean excepted(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
            return true;
        }
        return exceptions.stream().anyMatch(e -> matches(e, host, target.getPort()));
    }

    private static boolean matches(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        int colon = exception.lastIndexOf(':');
        String name = exception;
        if (colon > 0 && exception.indexOf(':') == colon) {
            if (!exception.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = exception.substring(0, colon);
        }
        String bare = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return !bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare));
    }

    /** The credentials that the environment gives for the proxy at {@code host}, as a header's value. */
    @Nullable
    String credentials(String host) {
        for (URI proxy : new URI[] {https, http}) {
            if (proxy != null && host.equals(proxy.getHost()) && proxy.getUserInfo() != null) {
                String[] parts = proxy.getUserInfo().split(":", 2);
                return Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        return null;
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException why) {
        // the exchange itself reports it
    }
}
