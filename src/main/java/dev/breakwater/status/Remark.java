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
    /** The state that this finding alone implies. */
    ServiceState means();

    /** When it began; null if unknown or irrelevant. */
    default @Nullable Instant since() {
        return null;
    }

    /**
     * An upstream, or a source of a checksum database, that is down or degraded.
     *
     * @param name its name
     * @param condition its condition
     * @param traffic the only class of traffic in which it is so; empty if it is so in all that matter
     * @param reason the reason
     * @param since when it was last up; null if that isn't known
     */
    record Affected(
            String name,
            Rank rank,
            StoreCondition condition,
            String traffic,
            Reason reason,
            @Nullable Instant since) {}

    /** The source of new modules. */
    enum Supply {
        /** The named upstreams. */
        UPSTREAMS,
        /** The modules' own repositories. */
        DIRECT,
        /** New modules fail. */
        NONE,
        /** New modules fail, unless the modules' own repositories are reachable, which isn't known. */
        NONE_UNLESS_DIRECT,
        /** New modules fail, unless the reserve is reachable, which isn't known. */
        NONE_UNLESS_RESERVE,
        /** New modules fail, and the store is empty too. */
        NOTHING_HELD,
        /** Irrelevant: stored files can't be read. */
        MOOT
    }

    /**
     * Upstreams of a repository are down or in doubt.
     *
     * @param secret whether only the repository's private modules are affected
     * @param of how many upstreams are not disabled by an operator
     * @param down those that are down
     * @param doubtful those that are in doubt
     * @param supply the remaining source of new modules
     * @param from the upstreams that still serve them, each with its rank
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

    /** An operator disabled every upstream of a repository. */
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

    /** Stored files can't be read. */
    record StoreUnreadable(@Nullable Instant since, List<String> why) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.OUTAGE;
        }
    }

    /** Fetched files can't be stored. */
    record StoreKeepsNothing(@Nullable Instant since, List<String> why) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.DEGRADED;
        }
    }

    /** The server is offline on purpose. */
    record LeftAlone(Offline offline) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.NEW_MODULES_FAIL;
        }
    }

    /**
     * Requests failed.
     *
     * @param minutes the length of the counted period
     * @param unexplained whether no other finding explains it
     */
    record RequestsFailed(ServiceState means, @Nullable Instant since, Counts counts, int minutes, boolean unexplained)
            implements Remark {}

    /** Firing alerts that no other finding covers, by their ids, as in {@code upstream-behind/aliyun}. */
    record AlertsFire(ServiceState means, @Nullable Instant since, List<String> ids) implements Remark {}

    /** No known fault; {@code requests} are those of the last five minutes, of which some may have failed. */
    record NothingWrong(Counts requests) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** No known fault, but no recent requests; if {@code ever}, none since the start. */
    record NothingAsked(boolean ever) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** An operator disabled some upstreams of a repository; others remain. */
    record TakenOut(String repository, List<String> names) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }

    /** The number of requests of the last five minutes with an outdated answer. */
    record Stale(long requests) implements Remark {
        @Override
        public ServiceState means() {
            return ServiceState.SAFE;
        }
    }
}
