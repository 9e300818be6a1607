package dev.breakwater.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of value.
 *
 * @param name as the reference has it: {@code duration}, {@code size}
 * @param parse reads one; never throws
 */
public record Type<T>(String name, Function<String, ParseResult<T>> parse) {
    /** The same under another name. */
    public Type<T> named(String other) {
        return new Type<>(other, parse);
    }

    /** Narrows it: where {@code wrong} returns something, that is what is wrong. */
    public Type<T> where(Function<T, ParseResult.@Nullable Wrong<T>> wrong) {
        return new Type<>(name, text -> switch (parse.apply(text)) {
            case ParseResult.Wrong<T> already -> already;
            case ParseResult.Right<T> right -> {
                ParseResult.Wrong<T> found = wrong.apply(right.value());
                yield found == null ? right : found;
            }
        });
    }
}
