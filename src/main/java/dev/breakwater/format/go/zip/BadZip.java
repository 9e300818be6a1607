package dev.breakwater.format.go.zip;

/** A zip is not as it must be; the message says where and how, and reads on after "the zip of m@v ". */
final class BadZip extends Exception {
    private static final long serialVersionUID = 1L;

    private final String defect;

    BadZip(String message) {
        this(message, message);
    }

    /** {@code defect} is the same for whatever is wrong in the same way, wherever in the zip that is. */
    BadZip(String message, String defect) {
        // No stack trace: it is an answer, and strangers decide how often it is given.
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
