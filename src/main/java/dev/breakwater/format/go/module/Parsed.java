package dev.breakwater.format.go.module;

/** What reading something written by a stranger came to. */
public sealed interface Parsed<T> {
    /** It makes sense. */
    record Ok<T>(T value) implements Parsed<T> {}

    /** It does not; {@code why} names the thing and the fault, for people, and holds nothing that could break a line. */
    record Bad<T>(String why) implements Parsed<T> {}

    /** The value, where it is known to make sense. */
    default T get() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Bad<T>(String why) -> throw new IllegalArgumentException(why);
        };
    }
}
