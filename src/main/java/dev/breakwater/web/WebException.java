package dev.breakwater.web;

import java.io.IOException;

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
}
