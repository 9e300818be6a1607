package dev.breakwater.format.go.module;

/** The result of parsing untrusted input. */
public sealed interface Parsed<T> {
    /** The input is valid. */
    record Ok<T>(T value) implements Parsed<T> {}

    /** The input is not valid; {@code why} names it and the fault, for people, and is safe to print on one line. */
    record Bad<T>(String why) implements Parsed<T> {}

    /** The value, for callers that know the input is valid. */
    default T get() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Bad<T>(String why) -> throw new IllegalArgumentException(why);
        };
    }
}
