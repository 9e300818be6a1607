package dev.breakwater.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value.
 *
 * @param name its name in the reference: {@code duration}, {@code size}
 * @param parse parses one; never throws
 */
public record Type<T>(String name, Function<String, ParseResult<T>> parse) {
    /** The same under another name. */
    public Type<T> named(String other) {
        return new Type<>(other, parse);
    }

    /** Narrows it: a value is not valid if {@code wrong} returns a mistake. */
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
