package dev.breakwater.config;

/** Text that must never be shown. */
public record Secret(String value) {
    /** What stands where a secret would. */
    public static final String MASK = "********";

    /** The mask. */
    @Override
    public String toString() {
        return MASK;
    }
}
