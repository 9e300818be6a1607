package dev.breakwater.format.go;

/** A zip is not as it must be; the message says where and how, and reads on after "the zip of m@v ". */
final class BadZip extends Exception {
    private static final long serialVersionUID = 1L;

    BadZip(String message) {
        // No stack trace: it is an answer, and strangers decide how often it is given.
        super(message, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
