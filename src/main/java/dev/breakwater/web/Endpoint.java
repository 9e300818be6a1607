package dev.breakwater.web;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * A host and a port that the operator has named: any address of it may be dialled.
 *
 * @param host a name or an address, in lower case, without the brackets of an IPv6 address
 * @param port {@link #ANY} stands for every port
 */
public record Endpoint(String host, int port) {
    /** Every port of the host. */
    public static final int ANY = 0;

    /** Normalises {@code host} for comparison. */
    public Endpoint {
        HttpUrl url =
                HttpUrl.parse("http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host));
        host = url == null ? host.toLowerCase(Locale.ROOT) : url.host();
    }

    /** The endpoint of {@code uri}. */
    public static Endpoint of(URI uri) {
        return new Endpoint(String.valueOf(uri.getHost()), port(uri));
    }

    /**
     * The endpoints to which an upstream at {@code uri} may redirect by itself: its own, and the default ports of the same
     * host.
     */
    public static Set<Endpoint> ofUpstream(URI uri) {
        Set<Endpoint> all = new HashSet<>(named(String.valueOf(uri.getHost())));
        all.add(of(uri));
        return all;
    }

    /** The endpoints of {@code host} or {@code host:port}: without a port, the default ones, 80 and 443. */
    public static Set<Endpoint> named(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean ported = colon > 0 && hostAndPort.substring(colon + 1).matches("[0-9]{1,5}");
        if (ported && !hostAndPort.startsWith("[") && hostAndPort.indexOf(':') == colon) {
            return Set.of(
                    new Endpoint(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1))));
        }
        return Set.of(new Endpoint(hostAndPort, 80), new Endpoint(hostAndPort, 443));
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
