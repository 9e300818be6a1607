package dev.breakwater.format.go.zip;

/** A malformed zip; the message says where and how, and continues "the zip of m@v ". */
final class BadZip extends Exception {
    private static final long serialVersionUID = 1L;

    private final String defect;

    BadZip(String message) {
        this(message, message);
    }

    /** {@code defect} names the fault without its place in the zip: the same for all zips with this fault. */
    BadZip(String message, String defect) {
        // No stack trace: it is an answer, and untrusted input decides how often.
        super(message, null, false, false);
        this.defect = defect;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String defect() {
        return defect;
    }
}
