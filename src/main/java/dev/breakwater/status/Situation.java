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
 * @param unreadable why what is held can't be read, a sentence each; empty if it can
 * @param unkept why what is fetched can't be kept, a sentence each; empty if it can
 * @param empty whether it is known that nothing at all is held
 * @param chains who is asked for what
 * @param alerts the alerts that fire
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
        /** They are asked. */
        NO,
        /** The configuration says so. */
        CONFIGURED,
        /** An operator has switched it. */
        BY_HAND
    }

    /** When an upstream is asked. */
    public enum Rank {
        /** First. */
        PRIMARY,
        /** If the primary ones can't answer. */
        BACKUP,
        /** If every chosen one is out; nothing is known of it before that, and it isn't one of those that count. */
        RESERVE
    }

    /** What is known of an upstream in one class of traffic, or of a source of a checksum database. */
    public enum StoreCondition {
        /** Nothing is known against it. */
        UP,
        /** It hangs, a probe of it failed, or it asks us to wait: asked last. */
        DOUBTFUL,
        /** Its circuit breaker is open, or lets single trials through. */
        DOWN
    }

    /**
     * The upstreams of one repository, or those of its private modules that one upstream has.
     *
     * @param repository the repository's name
     * @param secret whether these are private modules that only this upstream has
     * @param direct whether the modules' own repositories are asked behind the upstreams
     * @param members the upstreams in their order
     * @param databases the checksum databases that vouch for what they send
     * @param fetched when a request was last answered with something that was fetched; null if none was in the last minute
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
     * @param sources who is asked for its records
     */
    public record DatabaseState(String name, List<Member> sources) {}

    /**
     * An upstream, or another source of a checksum database.
     *
     * @param name its name
     * @param drained whether an operator has taken it out
     * @param sightings what is known of it, at most one for each class of traffic; none for one in which it was not asked
     */
    public record Member(String name, Rank rank, boolean drained, List<Sighting> sightings) {}

    /**
     * What is known of an upstream in one class of traffic.
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

    /** An alert that fires. */
    public record ActiveAlert(AlertRule rule, String subject, Instant since) {}

    /**
     * Requests of all repositories together.
     *
     * @param answered how many got what there is to be got
     * @param failed how many failed
     * @param stale how many were answered with something out of date, as no upstream answered in time
     */
    public record Counts(long answered, long failed, long stale) {
        /** Both together. */
        public long all() {
            return answered + failed;
        }
    }
}
