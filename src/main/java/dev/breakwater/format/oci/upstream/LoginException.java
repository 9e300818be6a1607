package dev.breakwater.format.oci.upstream;

/** Thrown if there is no login for a registry. Clients may see its message: it says what failed, and nothing that a program wrote. */
final class LoginException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    /** Of the failure {@code what}; {@code detail} is for the log alone. */
    LoginException(String what, String detail) {
        super(what);
        this.detail = detail;
    }

    /** Of the failure {@code what}. */
    LoginException(String what) {
        this(what, "");
    }

    /** What happened, for the log. */
    String full() {
        return detail.isEmpty() ? String.valueOf(getMessage()) : getMessage() + ": " + detail;
    }
}
