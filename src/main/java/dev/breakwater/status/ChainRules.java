package dev.breakwater.status;

import dev.breakwater.status.Remark.Affected;
import dev.breakwater.status.Remark.Supply;
import dev.breakwater.status.Situation.ChainState;
import dev.breakwater.status.Situation.DatabaseState;
import dev.breakwater.status.Situation.Member;
import dev.breakwater.status.Situation.Rank;
import dev.breakwater.status.Situation.Sighting;
import dev.breakwater.status.Situation.StoreCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one repository's upstreams: what their state means for its builds. An upstream that is up serves new modules.
 * One that is in doubt counts as serving if something was fetched since the last upstream went down; the same holds for the
 * modules' own repositories and for a reserve, whose state is unknown until they are asked.
 */
final class ChainRules {
    /** Upstreams become suspect for moments under load: only a longer time is reported. */
    private static final Duration PASSING = Duration.ofSeconds(10);

    private static final List<String> CONTENT = List.of("metadata", "archive");
    private static final String CHECKSUM = "checksum";

    private final ChainState chain;
    private final Instant now;
    private final boolean empty;
    private final boolean readable;
    private final List<Member> members;

    private ChainRules(ChainState chain, Situation situation) {
        this.chain = chain;
        this.now = situation.now();
        this.empty = situation.empty();
        this.readable = situation.unreadable().isEmpty();
        this.members =
                chain.members().stream().filter(member -> !member.drained()).toList();
    }

    /** The findings about {@code chain}; empty if all is well. */
    static List<Remark> judge(ChainState chain, Situation situation) {
        return new ChainRules(chain, situation).remarks();
    }

    private List<Remark> remarks() {
        if (chain.members().isEmpty()) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        upstreams().ifPresent(remarks::add);
        boolean supplied = remarks.stream().allMatch(each -> each.means().compareTo(ServiceState.DEGRADED) <= 0);
        if (supplied && readable) {
            chain.databases().forEach(database -> database(database).ifPresent(remarks::add));
        }
        List<String> out = chain.members().stream()
                .filter(Member::drained)
                .map(Member::name)
                .toList();
        if (!out.isEmpty() && !members.isEmpty()) {
            remarks.add(new Remark.TakenOut(chain.repository(), out));
        }
        return remarks;
    }

    private Optional<Remark> upstreams() {
        List<Member> counted =
                members.stream().filter(each -> each.rank() != Rank.RESERVE).toList();
        List<Affected> down = affected(counted, StoreCondition.DOWN);
        List<Affected> doubtful = affected(counted, StoreCondition.DOUBTFUL).stream()
                .filter(each -> down.stream().noneMatch(d -> d.name().equals(each.name())))
                .toList();
        boolean up = CONTENT.stream().allMatch(traffic -> counted.stream().anyMatch(each -> up(each, traffic)));
        if (up) {
            Supply supply = Supply.UPSTREAMS;
            return down.isEmpty() && doubtful.isEmpty()
                    ? Optional.empty()
                    : Optional.of(down(ServiceState.DEGRADED, counted, down, doubtful, supply, suppliers(counted)));
        }
        if (counted.isEmpty()) {
            Supply supply = fetchedSince(null) && chain.direct() ? Supply.DIRECT : none();
            return Optional.of(new Remark.AllTakenOut(state(supply), chain.repository(), supply));
        }
        return Optional.of(dark(counted, down, doubtful));
    }

    /** The finding if no upstream is up for metadata, or none for archives. */
    private Remark dark(List<Member> counted, List<Affected> down, List<Affected> doubtful) {
        List<Member> reserve =
                members.stream().filter(each -> each.rank() == Rank.RESERVE).toList();
        if (fetchedSince(latest(Stream.concat(down.stream(), doubtful.stream())))) {
            if (!doubtful.isEmpty()) {
                List<Member> from = counted.stream()
                        .filter(each -> doubtful.stream().anyMatch(d -> d.name().equals(each.name())))
                        .toList();
                return down(ServiceState.DEGRADED, counted, down, doubtful, Supply.UPSTREAMS, from);
            }
            if (!reserve.isEmpty()) {
                return down(ServiceState.DEGRADED, counted, down, doubtful, Supply.UPSTREAMS, reserve);
            }
            if (chain.direct()) {
                return down(ServiceState.DEGRADED, counted, down, doubtful, Supply.DIRECT, List.of());
            }
        }
        List<Affected> all = Stream.concat(down.stream(), doubtful.stream()).toList();
        Supply supply = none();
        return down(state(supply), counted, all, List.of(), supply, List.of());
    }

    private Supply none() {
        if (!readable) {
            return Supply.MOOT;
        }
        if (members.stream().anyMatch(each -> each.rank() == Rank.RESERVE && !is(each, StoreCondition.DOWN))) {
            return Supply.NONE_UNLESS_RESERVE;
        }
        if (chain.direct()) {
            return Supply.NONE_UNLESS_DIRECT;
        }
        return empty && !chain.secret() ? Supply.NOTHING_HELD : Supply.NONE;
    }

    private static ServiceState state(Supply supply) {
        return switch (supply) {
            case UPSTREAMS, DIRECT -> ServiceState.DEGRADED;
            case NONE, NONE_UNLESS_DIRECT, NONE_UNLESS_RESERVE, MOOT -> ServiceState.NEW_MODULES_FAIL;
            case NOTHING_HELD -> ServiceState.OUTAGE;
        };
    }

    private Remark down(
            ServiceState means,
            List<Member> counted,
            List<Affected> down,
            List<Affected> doubtful,
            Supply supply,
            List<Member> from) {
        Stream<Affected> all = Stream.concat(down.stream(), doubtful.stream());
        return new Remark.UpstreamsDown(
                means,
                means == ServiceState.DEGRADED ? earliest(all) : latest(all),
                chain.repository(),
                chain.secret(),
                counted.size(),
                down,
                doubtful,
                readable ? supply : Supply.MOOT,
                from);
    }

    /** The members of the first rank that has any: up for everything, or else for something. */
    private static List<Member> suppliers(List<Member> counted) {
        for (Rank rank : Rank.values()) {
            List<Member> some = counted.stream()
                    .filter(each ->
                            each.rank() == rank && CONTENT.stream().allMatch(t -> is(each, t, StoreCondition.UP)))
                    .toList();
            if (!some.isEmpty()) {
                return some;
            }
        }
        return counted.stream()
                .filter(each -> CONTENT.stream().anyMatch(t -> is(each, t, StoreCondition.UP)))
                .toList();
    }

    private Optional<Remark> database(DatabaseState database) {
        List<Member> sources =
                database.sources().stream().filter(each -> !each.drained()).toList();
        List<Affected> down = sources.stream()
                .filter(each -> !up(each, CHECKSUM))
                .map(each -> affected(each, List.of(CHECKSUM), sighting(each, CHECKSUM)))
                .toList();
        if (down.isEmpty()) {
            return Optional.empty();
        }
        boolean all = down.size() == sources.size();
        boolean doubted = down.stream().anyMatch(each -> each.condition() == StoreCondition.DOUBTFUL);
        boolean works = !all || (doubted && fetchedSince(latest(down.stream())));
        return Optional.of(new Remark.DatabaseDown(
                works ? ServiceState.SAFE : ServiceState.NEW_MODULES_FAIL,
                latest(down.stream()),
                chain.repository(),
                database.name(),
                !works,
                down));
    }

    /** The members in this condition for metadata or archives. */
    private List<Affected> affected(List<Member> counted, StoreCondition condition) {
        return counted.stream()
                .flatMap(member -> {
                    List<String> traffic = CONTENT.stream()
                            .filter(each -> is(member, each, condition) && !up(member, each))
                            .toList();
                    return traffic.isEmpty()
                            ? Stream.empty()
                            : Stream.of(affected(member, traffic, first(member, traffic)));
                })
                .toList();
    }

    /** The class in which it went down first gives the best reason. */
    private static Sighting first(Member member, List<String> traffic) {
        return traffic.stream()
                .map(each -> sighting(member, each))
                .min(Comparator.comparing(Sighting::since, Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .orElseThrow();
    }

    private static Affected affected(Member member, List<String> traffic, Sighting why) {
        boolean only = traffic.size() == 1 && CONTENT.contains(traffic.getFirst());
        return new Affected(
                member.name(),
                member.rank(),
                why.condition(),
                only ? traffic.getFirst() : "",
                why.reason(),
                why.since());
    }

    private boolean up(Member member, String traffic) {
        Sighting sighting = sighting(member, traffic);
        return switch (sighting.condition()) {
            case UP -> true;
            case DOUBTFUL ->
                sighting.since() == null || now.isBefore(sighting.since().plus(PASSING));
            case DOWN -> false;
        };
    }

    private static boolean is(Member member, StoreCondition condition) {
        return CONTENT.stream().anyMatch(traffic -> is(member, traffic, condition));
    }

    private static boolean is(Member member, String traffic, StoreCondition condition) {
        return sighting(member, traffic).condition() == condition;
    }

    /** The condition in one class; up if it was never asked. */
    private static Sighting sighting(Member member, String traffic) {
        return member.sightings().stream()
                .filter(each -> each.traffic().equals(traffic))
                .findFirst()
                .orElse(new Sighting(traffic, StoreCondition.UP, null, Reason.UNKNOWN));
    }

    private boolean fetchedSince(@Nullable Instant since) {
        return chain.fetched() != null && (since == null || chain.fetched().isAfter(since));
    }

    private static @Nullable Instant earliest(Stream<Affected> all) {
        return all.map(Affected::since)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant latest(Stream<Affected> all) {
        return all.map(Affected::since)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
