package dev.breakwater.config;

/** Text that must never be shown. */
public record Secret(String value) {
    /** The text that replaces a secret. */
    public static final String MASK = "********";

    /** The mask. */
    @Override
    public String toString() {
        return MASK;
    }
}
