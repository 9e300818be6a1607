package dev.breakwater.config;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * This server's own addresses, so that it is never its own upstream. Does no DNS lookup: a name that resolves to this server is
 * detected by the {@code Via} of the first request.
 *
 * @param local whether an address is one of this machine's
 */
public record OwnAddresses(Address listen, @Nullable URI publicUrl, String hostname, Predicate<InetAddress> local) {
    /** The addresses of the server that listens there on this machine. */
    public static OwnAddresses here(Address listen, @Nullable URI publicUrl, Map<String, String> environment) {
        return new OwnAddresses(
                listen, publicUrl, environment.getOrDefault("HOSTNAME", ""), OwnAddresses::onAnInterface);
    }

    /** Whether {@code url} leads to this server. */
    public boolean is(URI url) {
        int port = Urls.port(url);
        String host = Urls.host(url);
        if (publicUrl != null && host.equals(Urls.host(publicUrl)) && port == Urls.port(publicUrl)) {
            return true;
        }
        return port == listen.port() && (host.equalsIgnoreCase(listen.host()) || here(host));
    }

    private boolean here(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals(hostname.toLowerCase(Locale.ROOT))) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return address.isLoopbackAddress() || address.isAnyLocalAddress() || local.test(address);
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
    }

    private static boolean onAnInterface(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
