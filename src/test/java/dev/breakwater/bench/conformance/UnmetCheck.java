package dev.breakwater.bench.conformance;

/** Thrown if a registry does not do what a check asks for; the message says what it did instead. */
public final class UnmetCheck extends Exception {
    private static final long serialVersionUID = 1L;

    private UnmetCheck(String what) {
        super(what);
    }

    /** Throws it unless {@code met}. */
    static void unless(boolean met, String otherwise) throws UnmetCheck {
        if (!met) {
            throw new UnmetCheck(otherwise);
        }
    }
}
