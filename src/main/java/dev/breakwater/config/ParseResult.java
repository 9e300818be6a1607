package dev.breakwater.config;

import java.util.function.Function;

/** The result of parsing one text. */
public sealed interface ParseResult<T> {
    /** The text is valid. */
    record Right<T>(T value) implements ParseResult<T> {}

    /**
     * The text is not valid.
     *
     * @param what completes "{@code listen "x" …}"
     * @param instead what to write instead
     */
    record Wrong<T>(String what, String instead) implements ParseResult<T> {}

    /** The same with the value changed by {@code change}. */
    default <U> ParseResult<U> map(Function<T, U> change) {
        return switch (this) {
            case Right<T>(T value) -> new Right<>(change.apply(value));
            case Wrong<T>(String what, String instead) -> new Wrong<>(what, instead);
        };
    }
}
