package dev.breakwater.status;

import dev.breakwater.status.Situation.Counts;
import dev.breakwater.status.Situation.Offline;
import dev.breakwater.status.Situation.Rank;
import dev.breakwater.status.Situation.StoreCondition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One finding about the service; {@link ServiceStatus} lists them in the order of the text. */
public sealed interface Remark {
    /** The state that follows from it alone. */
    ServiceState means();

    /** When it began; null if unknown or irrelevant. */
    default @Nullable Instant since() {
        return null;
    }

    /**
     * An upstream, or a source of a checksum database, that is down or degraded.
     *
     * @param name its name
     * @param condition how it is
     * @param traffic the only class of traffic in which it is so; empty if it is so in all that matter
     * @param reason why
     * @param since when it was last up; null if that isn't known
     */
    record Affected(
            String name,
            Rank rank,
            StoreCondition condition,
            String traffic,
            Reason reason,
            @Nullable Instant since) {}

    /** Where new modules come from. */
    enum Supply {
        /** From the upstreams that are named. */
        UPSTREAMS,
        /** From the modules' own repositories. */
        DIRECT,
        /** New modules fail. */
        NONE,
        /** New modules fail, unless the modules' own repositories are reachable, which isn't known. */
        NONE_UNLESS_DIRECT,
        /** New modules fail, unless the reserve is reachable, which isn't known. */
        NONE_UNLESS_RESERVE,
        /** New modules fail, and the store is empty too. */
        NOTHING_HELD,
        /** That makes no difference: what is held can't be read. */
        MOOT
    }

    /**
     * Upstreams of a repository are down or in doubt.
     *
     * @param secret whether the repository's private modules alone are meant
     * @param of how many there are that an operator hasn't taken out
     * @param down those that are down
     * @param doubtful those that are in doubt
     * @param supply where new modules come from nevertheless
     * @param from the upstreams that they come from; their rank with each
     */
    record UpstreamsDown(
            ServiceState means,
            @Nullable Instant since,
            String repository,
            boolean secret,
            int of,
            List<Affected> down,
            List<Affected> doubtful,
            Supply supply,
            List<Situation.Member> from)
            implements Remark {}

    /** Every upstream of a repository was taken out by hand. */
    record AllTakenOut(ServiceState means, String repository, Supply supply) implements Remark {}

    /**
     * Sources of a checksum database are down.
     *
     * @param all whether every source is
     */
    record DatabaseDown(
            ServiceState means,
            @Nullable Instant since,
            String repository,
            String database,
            boolean all,
            List<Affected> sources)
            implements Remark {}

    /** What is held can't be read. */
    record StoreUnreadable(@Nullable Instant since, List<String> why) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.OUTAGE;
        }
    }

    /** What is fetched can't be kept. */
    record StoreKeepsNothing(@Nullable Instant since, List<String> why) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.DEGRADED;
        }
    }

    /** Upstreams are left alone on purpose. */
    record LeftAlone(Offline offline) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.NEW_MODULES_FAIL;
        }
    }

    /**
     * Requests failed.
     *
     * @param minutes how long the time is in which they are counted
     * @param unexplained whether nothing else that is known explains it
     */
    record RequestsFailed(ServiceState means, @Nullable Instant since, Counts counts, int minutes, boolean unexplained)
            implements Remark {}

    /** Alerts fire of which nothing else speaks; by their ids, as in {@code upstream-behind/aliyun}. */
    record AlertsFire(ServiceState means, @Nullable Instant since, List<String> ids) implements Remark {}

    /** Nothing that is known is wrong now; {@code requests} are those of the last five minutes, of which some may have failed. */
    record NothingWrong(Counts requests) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** Nothing is known to be wrong, but there has been no request; {@code ever} since the start. */
    record NothingAsked(boolean ever) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** Upstreams of a repository were taken out by hand, others are left. */
    record TakenOut(String repository, List<String> names) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** So many requests of the last five minutes were answered with something out of date. */
    record Stale(long requests) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }
}
