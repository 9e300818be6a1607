package dev.breakwater.web;

import java.io.IOException;
import java.net.Proxy;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of one origin: for http and for https, each for hosts with any address and for hosts with only public
 * addresses. A connection of one is never used for the other.
 */
final class Clients {
    private final OkHttpClient plain;
    private final Dns outside;
    private final TrustedCertificates certificates;
    private @Nullable OkHttpClient secure;
    private @Nullable OkHttpClient guarded;
    private @Nullable OkHttpClient guardedSecure;
    private final Map<Boolean, OkHttpClient> socks = new HashMap<>(2);

    /** A lazy source of the certificates: reading them takes longer than the rest of the start. */
    @FunctionalInterface
    interface TrustedCertificates {
        Trust trust() throws IOException;
    }

    /** {@code plain} may dial any address of a name; {@code outside} resolves only to public ones. */
    Clients(OkHttpClient plain, Dns outside, TrustedCertificates certificates) {
        this.plain = plain;
        this.outside = outside;
        this.certificates = certificates;
    }

    synchronized OkHttpClient anywhere(boolean https) throws IOException {
        if (!https) {
            return plain;
        }
        OkHttpClient made = secure;
        if (made == null) {
            Trust trust = certificates.trust();
            made = plain.newBuilder()
                    .sslSocketFactory(trust.context().getSocketFactory(), trust.manager())
                    .build();
            secure = made;
        }
        return made;
    }

    /**
     * A client through {@code proxy}, a SOCKS proxy, always the same one for http, and for https; the proxy resolves the names.
     */
    synchronized OkHttpClient through(Sockets sockets, Proxy proxy, boolean https) throws IOException {
        OkHttpClient made = socks.get(https);
        if (made == null) {
            made = anywhere(https)
                    .newBuilder()
                    .proxy(Proxy.NO_PROXY)
                    .dns(Sockets.UNRESOLVED)
                    .socketFactory(sockets.through(proxy))
                    .build();
            socks.put(https, made);
        }
        return made;
    }

    synchronized OkHttpClient outside(boolean https) throws IOException {
        OkHttpClient made = https ? guardedSecure : guarded;
        if (made == null) {
            made = anywhere(https).newBuilder().dns(outside).build();
            if (https) {
                guardedSecure = made;
            } else {
                guarded = made;
            }
        }
        return made;
    }
}
