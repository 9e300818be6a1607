package dev.breakwater.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** An exchange that did not come about, or broke. The message says what happened, for people, and holds nothing secret. */
public final class WebException extends IOException {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Fault {
        /** The name has no address, or none that may be used. */
        NAME,
        /** No connection, or no TLS on it. */
        CONNECT,
        /** The peer was silent for too long. */
        SILENT,
        /** The connection ended too early. */
        BROKEN,
        /** The peer sends what is no HTTP, or redirects in a way that is not followed. */
        PROTOCOL,
        /** Given up by us. */
        CANCELLED
    }

    private final Fault fault;

    WebException(Fault fault, String message, IOException cause) {
        super(message, cause);
        this.fault = fault;
    }

    WebException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** What went wrong. */
    public Fault fault() {
        return fault;
    }

    /** Whether it took too long; a peer that refuses says so at once. */
    public boolean timedOut() {
        return getCause() instanceof InterruptedIOException;
    }

    /** What {@code e} means, in our words. */
    static WebException of(IOException e, Cancellation cancellation) {
        if (e instanceof WebException known) {
            return known;
        }
        if (cancellation.cancelled()) {
            return new WebException(Fault.CANCELLED, "given up", e);
        }
        return switch (e) {
            case UnknownHostException u -> new WebException(Fault.NAME, "no address: " + u.getMessage(), e);
            case ConnectException c -> new WebException(Fault.CONNECT, "no connection", e);
            case NoRouteToHostException n -> new WebException(Fault.CONNECT, "no route", e);
            case SSLException s -> new WebException(Fault.CONNECT, "TLS: " + s.getMessage(), e);
            case SocketTimeoutException t -> new WebException(Fault.SILENT, "silent for too long", e);
            case InterruptedIOException t -> new WebException(Fault.SILENT, "silent for too long", e);
            case Framing.Unclear u -> new WebException(Fault.PROTOCOL, String.valueOf(u.getMessage()), e);
            case java.net.ProtocolException p -> new WebException(Fault.BROKEN, "broken off: " + p.getMessage(), e);
            default -> new WebException(Fault.BROKEN, "broken off: " + e.getMessage(), e);
        };
    }
}
