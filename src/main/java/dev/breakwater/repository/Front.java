package dev.breakwater.repository;

import dev.breakwater.address.HostNames;
import dev.breakwater.address.TrustedProxies;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names and proxies of a site.
 *
 * @param names the names that it accepts
 * @param proxies the trusted proxies in front of it
 * @param publicUrl the configured address for clients; null for the one that each uses
 */
public record Front(
        HostNames names, TrustedProxies proxies, @Nullable URI publicUrl) {
    /** No configured names, and proxies on this machine. */
    public static final Front USUAL = new Front(HostNames.USUAL, TrustedProxies.LOOPBACK);

    private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Without a public URL. */
    public Front(HostNames names, TrustedProxies proxies) {
        this(names, proxies, null);
    }

    /**
     * The address of {@code repository}.
     *
     * @param reached the address of this server that the client used, such as {@code http://localhost:4870}
     * @param port the port that the server listens on
     */
    BaseUrl base(String reached, String repository, int port) {
        return publicUrl == null
                ? new BaseUrl(reached + "/" + repository, isOwn(reached, port))
                : new BaseUrl(publicUrl.toString().replaceFirst("/+$", "") + "/" + repository, true);
    }

    /** Whether the address is one of few: a name of the server itself, with its own port or the scheme's. */
    private boolean isOwn(String reached, int port) {
        String authority = reached.substring(reached.indexOf("://") + 3).toLowerCase(Locale.ROOT);
        int colon = authority.lastIndexOf(':');
        boolean ported = colon > authority.lastIndexOf(']');
        String host = ported ? authority.substring(0, colon) : authority;
        return (names.named().contains(host) || OWN.contains(host))
                && (!ported || authority.substring(colon + 1).equals(Integer.toString(port)));
    }
}
