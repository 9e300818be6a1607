package dev.breakwater.insight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is firing, or fired recently.
 *
 * @param id the same for one alert all the time: {@code upstream-out/aliyun}
 * @param rule {@code upstream-out} …
 * @param subject the affected upstream, repository or other thing
 * @param firing whether it still is
 * @param since when it began
 * @param until when it was resolved; null while it is firing
 * @param message the problem, for people; may name modules that not every caller may see
 * @param advice what to do about it
 */
public record AlertLine(
        String id,
        String rule,
        String subject,
        boolean firing,
        Instant since,
        @Nullable Instant until,
        String message,
        String advice) {}
