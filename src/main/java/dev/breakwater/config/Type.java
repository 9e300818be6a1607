package dev.breakwater.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of value.
 *
 * @param name as the reference has it: {@code duration}, {@code size}
 * @param parse reads one; never throws
 */
public record Type<T>(String name, Function<String, Parsed<T>> parse) {
    /** The same under another name. */
    public Type<T> named(String other) {
        return new Type<>(other, parse);
    }

    /** Narrows it: where {@code wrong} returns something, that is what is wrong. */
    public Type<T> where(Function<T, Parsed.@Nullable Wrong<T>> wrong) {
        return new Type<>(name, text -> switch (parse.apply(text)) {
            case Parsed.Wrong<T> already -> already;
            case Parsed.Right<T> right -> {
                Parsed.Wrong<T> found = wrong.apply(right.value());
                yield found == null ? right : found;
            }
        });
    }
}
