package dev.breakwater.insight;

import java.time.Instant;
import java.util.Map;

/**
 * The builds that began within one hour or one day (UTC) and are over.
 *
 * @param from when it begins
 * @param builds how many there were
 * @param passed how many of them had no failed request
 * @param saved how many of those that passed would have failed without rescued requests
 * @param p50WaitMillis the median of how long they waited for dependencies; at most an eighth too large
 * @param absorbed how many of their requests were rescued, by cause; all causes are there
 * @param absorbedInAll their sum
 */
public record BuildTrend(
        Instant from,
        long builds,
        long passed,
        long saved,
        double p50WaitMillis,
        Map<String, Long> absorbed,
        long absorbedInAll) {}
