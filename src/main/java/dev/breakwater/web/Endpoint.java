package dev.breakwater.web;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * A host and a port that the operator has named: it may be dialled wherever its address is.
 *
 * @param host a name or an address, in lower case, without the brackets of an IPv6 address
 * @param port {@link #ANY} stands for every port
 */
public record Endpoint(String host, int port) {
    /** Every port of the host. */
    public static final int ANY = 0;

    /** Brings {@code host} into the form in which hosts are compared. */
    public Endpoint {
        HttpUrl url =
                HttpUrl.parse("http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host));
        host = url == null ? host.toLowerCase(Locale.ROOT) : url.host();
    }

    /** Where {@code uri} is. */
    public static Endpoint of(URI uri) {
        return new Endpoint(String.valueOf(uri.getHost()), port(uri));
    }

    /** Where an upstream at {@code uri} may send us by itself: there, and to the usual ports of the same host. */
    public static Set<Endpoint> ofUpstream(URI uri) {
        Set<Endpoint> all = new HashSet<>(named(String.valueOf(uri.getHost())));
        all.add(of(uri));
        return all;
    }

    /** What {@code host} or {@code host:port} names: without a port, the usual ones, 80 and 443. */
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
