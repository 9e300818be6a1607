package dev.breakwater.config;

/**
 * A mistake in a configuration.
 *
 * @param place {@code breakwater.yaml:3:7}, or the variable or flag
 * @param what what is wrong
 * @param instead what to write or do instead
 */
public record Mistake(String place, String what, String instead) {
    @Override
    public String toString() {
        return place + ": " + what + "; " + instead;
    }
}
