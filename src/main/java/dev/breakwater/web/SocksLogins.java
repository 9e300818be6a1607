package dev.breakwater.web;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Users and passwords of SOCKS proxies (RFC 1929). The JDK's sockets get them only from {@link Authenticator}, of which a
 * process has one; it sends credentials to the configured proxies only.
 */
final class SocksLogins extends Authenticator {
    private static final ConcurrentMap<String, PasswordAuthentication> LOGINS = new ConcurrentHashMap<>();

    private SocksLogins() {}

    /** Adds the login of {@code proxy}, if it is a SOCKS proxy with one. */
    static void add(@Nullable URI proxy) {
        if (proxy == null || proxy.getUserInfo() == null || !Proxies.isSocks(proxy)) {
            return;
        }
        String[] parts = proxy.getUserInfo().split(":", 2);
        char[] password = parts.length > 1 ? parts[1].toCharArray() : new char[0];
        LOGINS.put(key(proxy.getHost(), Proxies.port(proxy)), new PasswordAuthentication(parts[0], password));
        Authenticator.setDefault(new SocksLogins());
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return "SOCKS5".equals(getRequestingProtocol())
                ? LOGINS.get(key(getRequestingHost(), getRequestingPort()))
                : null;
    }

    private static String key(String host, int port) {
        return host + ":" + port;
    }
}
