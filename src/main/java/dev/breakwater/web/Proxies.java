package dev.breakwater.web;

import dev.breakwater.address.IpLiteral;
import dev.breakwater.address.IpRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The choice of a target's proxy, as in curl and the go command. Loopback never uses one. */
final class Proxies extends ProxySelector {
    /** A word of NO_PROXY that is not a range: a name or an address, with an optional port. */
    private static final Pattern NAMED = Pattern.compile(
            "(\\[(?<six>[0-9a-f:.]+)]|(?<name>[^\\[\\]:]+|[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*))(:(?<port>[0-9]+))?");

    private final Proxying proxying;

    Proxies(Proxying proxying) {
        this.proxying = proxying;
        SocksLogins.add(proxying.http());
        SocksLogins.add(proxying.https());
    }

    /** The proxy for {@code target}, user and password included; null for none. */
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
        Proxy.Type type = isSocks(proxy) ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))));
    }

    /** Whether {@code proxy} is a SOCKS 5 proxy; it resolves names, whatever the form of its scheme, as in the go command. */
    static boolean isSocks(URI proxy) {
        return proxy.getScheme().startsWith("socks");
    }

    /** The port of {@code proxy}, by default that of its kind. */
    static int port(URI proxy) {
        return proxy.getPort() > 0 ? proxy.getPort() : isSocks(proxy) ? 1080 : 80;
    }

    private boolean excepted(URI target) {
        // OkHttp accepts a host with an underscore, a URI does not.
        String named = target.getHost() == null ? String.valueOf(target.getRawAuthority()) : target.getHost();
        String host = named.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int port = target.getPort() > 0 ? target.getPort() : "https".equals(target.getScheme()) ? 443 : 80;
        InetAddress address = IpLiteral.parse(host);
        if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
            return true;
        }
        return proxying.except().stream()
                .anyMatch(e -> matches(e.strip().toLowerCase(Locale.ROOT), host, address, port));
    }

    /** Matches a word of NO_PROXY as {@code golang.org/x/net/http/httpproxy} does. */
    private static boolean matches(String exception, String host, @Nullable InetAddress address, int port) {
        if (exception.equals("*")) {
            return true;
        }
        if (exception.indexOf('/') > 0) {
            IpRange range = IpRange.parse(exception);
            return address != null && range != null && range.contains(address);
        }
        Matcher parts = NAMED.matcher(exception);
        if (!parts.matches()
                || (parts.group("port") != null && !parts.group("port").equals(String.valueOf(port)))) {
            return false;
        }
        String name = parts.group("six") == null ? parts.group("name") : parts.group("six");
        InetAddress excepted = IpLiteral.parse(name);
        if (excepted != null) {
            return excepted.equals(address);
        }
        String below = name.startsWith("*.") ? name.substring(1) : name;
        return below.startsWith(".") ? host.endsWith(below) : host.equals(below) || host.endsWith("." + below);
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException why) {
        // the exchange itself reports it
    }
}
