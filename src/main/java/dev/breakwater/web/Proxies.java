package dev.breakwater.web;

import dev.breakwater.address.IpLiteral;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the proxy for a target, as curl and the go command do. Loopback never goes through one. */
final class Proxies extends ProxySelector {
    private final Proxying proxying;

    Proxies(Proxying proxying) {
        this.proxying = proxying;
    }

    /** The proxy on the way to {@code target}, user and password included; null where it is reached without. */
    @Nullable
    URI way(URI target) {
        URI proxy = "https".equals(target.getScheme()) ? proxying.https() : proxying.http();
        return proxy == null || excepted(target) ? null : proxy;
    }

    @Override
    public List<Proxy> select(URI target) {
        URI proxy = way(target);
        if (proxy == null) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : 80;
        Proxy.Type type = proxy.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private boolean excepted(URI target) {
        // A host with an underscore is one for OkHttp, and none for a URI.
        String named = target.getHost() == null ? String.valueOf(target.getRawAuthority()) : target.getHost();
        String host = named.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("::1")) {
            return true;
        }
        return proxying.except().stream().anyMatch(e -> matches(e.toLowerCase(Locale.ROOT), host, target.getPort()));
    }

    private static boolean matches(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        if (exception.indexOf('/') > 0) {
            return IpLiteral.is(host) && within(exception, host);
        }
        int colon = exception.lastIndexOf(':');
        boolean ported = colon > 0 && exception.indexOf(':') == colon;
        if (ported && !exception.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String name = ported ? exception.substring(0, colon) : exception;
        if (name.startsWith(".")) {
            return host.endsWith(name);
        }
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean within(String range, String host) {
        String[] parts = range.split("/", 2);
        try {
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = Integer.parseInt(parts[1]);
            if (network.length != address.length || bits < 0 || bits > network.length * 8) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i & 7);
                if ((network[i >> 3] & mask) != (address[i >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException why) {
        // the exchange itself reports it
    }
}
