package dev.breakwater.config;

import java.util.function.Function;

/** What the reading of one text came to. */
public sealed interface ParseResult<T> {
    /** It is right. */
    record Right<T>(T value) implements ParseResult<T> {}

    /**
     * It is wrong.
     *
     * @param what completes "{@code listen "x" …}"
     * @param instead what to write instead
     */
    record Wrong<T>(String what, String instead) implements ParseResult<T> {}

    /** The same for what {@code change} makes of the value. */
    default <U> ParseResult<U> map(Function<T, U> change) {
        return switch (this) {
            case Right<T>(T value) -> new Right<>(change.apply(value));
            case Wrong<T>(String what, String instead) -> new Wrong<>(what, instead);
        };
    }
}
