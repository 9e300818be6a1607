package dev.breakwater.status;

import dev.breakwater.event.AlertRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of everything that the state depends on.
 *
 * @param now the moment
 * @param asked whether any repository has had a request since the start
 * @param offline whether the server is offline on purpose
 * @param unreadable why stored files can't be read, a sentence each; empty if they can
 * @param unkept why fetched files can't be stored, a sentence each; empty if they can
 * @param empty whether the store is known to be empty
 * @param chains the upstreams of each repository
 * @param alerts the firing alerts
 * @param minute the requests of the last minute
 * @param fiveMinutes the requests of the last five minutes
 */
public record Situation(
        Instant now,
        boolean asked,
        Offline offline,
        List<String> unreadable,
        List<String> unkept,
        boolean empty,
        List<ChainState> chains,
        List<ActiveAlert> alerts,
        Counts minute,
        Counts fiveMinutes) {
    /** Whether the server is offline, and who set it. */
    public enum Offline {
        /** Not offline. */
        NO,
        /** Offline by the configuration. */
        CONFIGURED,
        /** Switched offline by an operator. */
        BY_HAND
    }

    /** The order in which upstreams are asked. */
    public enum Rank {
        /** Asked first. */
        PRIMARY,
        /** Asked if the primary ones can't answer. */
        BACKUP,
        /** Asked if every configured one is down; its state is unknown before that, and it does not count as an upstream. */
        RESERVE
    }

    /** The condition of an upstream in one class of traffic, or of a source of a checksum database. */
    public enum StoreCondition {
        /** No problem is known. */
        UP,
        /** It hangs, a probe failed, or it throttles: it is asked last. */
        DOUBTFUL,
        /** Its circuit breaker is open, or lets single trials through. */
        DOWN
    }

    /**
     * The upstreams of one repository, or those of its private modules that one upstream has.
     *
     * @param repository the repository's name
     * @param secret whether these are private modules that only this upstream has
     * @param direct whether the modules' own repositories are asked after the upstreams
     * @param members the upstreams in their order
     * @param databases the checksum databases that verify their content
     * @param fetched when a request was last answered with fetched content; null if none was in the last minute
     */
    public record ChainState(
            String repository,
            boolean secret,
            boolean direct,
            List<Member> members,
            List<DatabaseState> databases,
            @Nullable Instant fetched) {}

    /**
     * A checksum database.
     *
     * @param name its name
     * @param sources the sources of its records
     */
    public record DatabaseState(String name, List<Member> sources) {}

    /**
     * An upstream, or another source of a checksum database.
     *
     * @param name its name
     * @param drained whether an operator has disabled it
     * @param sightings its conditions, at most one for each class of traffic; none for one in which it was not asked
     */
    public record Member(String name, Rank rank, boolean drained, List<Sighting> sightings) {}

    /**
     * The condition of an upstream in one class of traffic.
     *
     * @param traffic {@code metadata}, {@code archive} or {@code checksum}
     * @param condition how it is
     * @param since when it was last up; null if that isn't known
     * @param reason why it isn't up
     */
    public record Sighting(
            String traffic,
            StoreCondition condition,
            @Nullable Instant since,
            Reason reason) {}

    /** A firing alert. */
    public record ActiveAlert(AlertRule rule, String subject, Instant since) {}

    /**
     * Counts of requests of all repositories together.
     *
     * @param answered how many got the right answer
     * @param failed how many failed
     * @param stale how many got outdated content, because no upstream answered in time
     */
    public record Counts(long answered, long failed, long stale) {
        /** Both together. */
        public long all() {
            return answered + failed;
        }
    }
}
