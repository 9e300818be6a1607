package dev.breakwater.probe;

/** Thrown if an evaluation can't start as requested. The message says where, what is wrong, and what to write. */
public final class ProbeException extends Exception {
    private static final long serialVersionUID = 1;

    /** With that message. */
    public ProbeException(String message) {
        super(message);
    }
}
