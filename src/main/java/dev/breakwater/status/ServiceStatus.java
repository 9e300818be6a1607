package dev.breakwater.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the service for builds.
 *
 * @param state the state in one word
 * @param since since when it is at least so bad; null if that isn't known, or if builds are safe
 * @param remarks the findings, in the order of the text; never empty
 */
public record ServiceStatus(ServiceState state, @Nullable Instant since, List<Remark> remarks) {
    /** Whether there has been no request since the start, and nothing is known to be wrong. */
    public boolean fresh() {
        return remarks.stream().anyMatch(each -> each instanceof Remark.NothingAsked asked && asked.ever());
    }
}
