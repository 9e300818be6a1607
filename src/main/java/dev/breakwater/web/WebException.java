package dev.breakwater.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;

/** Thrown if an exchange failed. The message says what happened, for people, and contains no secrets. */
public final class WebException extends IOException {
    private static final long serialVersionUID = 1;

    /** The kind of failure. */
    public enum HttpFault {
        /** The name has no address, or none that is allowed. */
        NAME,
        /** No connection, or no TLS on it. */
        CONNECT,
        /** The peer was silent for too long. */
        SILENT,
        /** The connection ended too early. */
        BROKEN,
        /** The peer sent invalid HTTP, or more than the limit, or a redirect that is not followed. */
        PROTOCOL,
        /** Cancelled by us. */
        CANCELLED
    }

    private final HttpFault fault;

    WebException(HttpFault fault, String message, IOException cause) {
        super(message, cause);
        this.fault = fault;
    }

    WebException(HttpFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** The kind of failure. */
    public HttpFault fault() {
        return fault;
    }

    /** Whether it took too long; a peer that refuses does so at once. */
    public boolean timedOut() {
        return getCause() instanceof InterruptedIOException;
    }

    /** A body of more than {@code most} bytes; leaves out possible secrets in {@code url}. */
    static WebException tooLong(HttpUrl url, int most) {
        HttpUrl shown = url.newBuilder().username("").password("").query(null).build();
        return new WebException(HttpFault.PROTOCOL, shown + " sent more than " + most + " bytes");
    }

    /** {@code server}, whose answer was needed first, gave none that is of use. */
    public static WebException useless(String server, String why) {
        return new WebException(HttpFault.PROTOCOL, server + " " + why);
    }

    /** The same failure of {@code server}, which the request was not for: its answer was needed first. */
    public WebException of(String server) {
        return new WebException(fault, server + ": " + getMessage(), this);
    }

    /** The same failure after a redirect to {@code there}. */
    WebException afterRedirect(String there) {
        return fault == HttpFault.CANCELLED
                ? this
                : new WebException(
                        fault,
                        "redirects to " + there + ": " + getMessage()
                                + (fault == HttpFault.NAME ? "; list it in redirect-hosts to allow it" : ""),
                        getCause() instanceof IOException cause ? cause : this);
    }

    /**
     * The same failure for a host that the operator did not name, without the reason, because the reason would reveal which
     * ports of a network are open, closed or filtered, and which names exist.
     */
    WebException withoutReason(String host) {
        return switch (fault) {
            case PROTOCOL, CANCELLED -> this;
            case NAME, CONNECT, SILENT, BROKEN ->
                new WebException(
                        fault,
                        "no usable response from " + host
                                + ": it is unreachable, or its address is internal; only hosts named in"
                                + " the configuration may have an internal address",
                        getCause() instanceof IOException cause ? cause : this);
        };
    }

    /** The meaning of {@code e}, in this program's words. */
    static WebException of(IOException e, Cancellation cancellation) {
        if (e instanceof WebException known) {
            return known;
        }
        if (cancellation.cancelled()) {
            return new WebException(HttpFault.CANCELLED, "cancelled", e);
        }
        return switch (e) {
            case SafeDns.InternalAddress i -> new WebException(HttpFault.NAME, String.valueOf(i.getMessage()), e);
            case UnknownHostException u -> new WebException(HttpFault.NAME, "DNS lookup failed: " + u.getMessage(), e);
            case ConnectException c -> new WebException(HttpFault.CONNECT, "no connection", e);
            case NoRouteToHostException n -> new WebException(HttpFault.CONNECT, "no route to host", e);
            case SSLException s -> new WebException(HttpFault.CONNECT, "TLS: " + s.getMessage(), e);
            case SocketTimeoutException t -> new WebException(HttpFault.SILENT, "timed out", e);
            case InterruptedIOException t -> new WebException(HttpFault.SILENT, "timed out", e);
            case Framing.Unclear u -> new WebException(HttpFault.PROTOCOL, String.valueOf(u.getMessage()), e);
            case java.net.ProtocolException p ->
                new WebException(HttpFault.BROKEN, "connection lost: " + p.getMessage(), e);
            default -> new WebException(HttpFault.BROKEN, "connection lost: " + e.getMessage(), e);
        };
    }
}
