package dev.breakwater.status;

import dev.breakwater.event.AlertRule;
import dev.breakwater.status.Situation.ActiveAlert;
import dev.breakwater.status.Situation.Counts;
import dev.breakwater.status.Situation.Offline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the service's state. First they use the state of the store and the upstreams, then the alerts, then the traffic:
 * an outage without requests is an outage too. If builds fail now, it is an outage; if only modules that aren't stored yet
 * fail, new modules fail.
 */
public final class StatusRules {
    /** The alerts for facts that are known without them, and that continue for a while after the fact is over. */
    private static final Set<AlertRule> DERIVED =
            EnumSet.of(AlertRule.UPSTREAM_OUT, AlertRule.REPOSITORY_DARK, AlertRule.REQUESTS_FAILING);

    private StatusRules() {}

    /** The status in {@code situation}. */
    public static ServiceStatus judge(Situation situation) {
        List<Remark> remarks = new ArrayList<>();
        List<Remark> notes = new ArrayList<>();
        store(situation, remarks);
        if (situation.offline() != Offline.NO && situation.unreadable().isEmpty()) {
            remarks.add(new Remark.LeftAlone(situation.offline()));
        } else if (situation.offline() == Offline.NO) {
            for (Situation.ChainState chain : situation.chains()) {
                for (Remark each : ChainRules.judge(chain, situation)) {
                    (each.means() == ServiceState.SAFE ? notes : remarks).add(each);
                }
            }
        }
        alerts(situation, ServiceState.DEGRADED, remarks);
        ServiceState known = worst(remarks);
        traffic(situation, known, remarks);
        if (worst(remarks) == ServiceState.SAFE) {
            remarks.addFirst(well(situation));
        }
        alerts(situation, ServiceState.SAFE, notes);
        if (situation.fiveMinutes().stale() > 0) {
            notes.add(new Remark.Stale(situation.fiveMinutes().stale()));
        }
        remarks.addAll(notes);
        ServiceState state = worst(remarks);
        return new ServiceStatus(state, since(state, remarks), List.copyOf(remarks));
    }

    private static ServiceState worst(List<Remark> remarks) {
        return remarks.stream().map(Remark::means).reduce(ServiceState.SAFE, ServiceState::or);
    }

    private static @Nullable Instant since(ServiceState state, List<Remark> remarks) {
        return state == ServiceState.SAFE
                ? null
                : remarks.stream()
                        .filter(each -> each.means() == state)
                        .map(Remark::since)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private static void store(Situation situation, List<Remark> remarks) {
        Instant since = since(situation, AlertRule.STORE_TROUBLE);
        if (!situation.unreadable().isEmpty()) {
            remarks.add(new Remark.StoreUnreadable(since, situation.unreadable()));
        } else if (!situation.unkept().isEmpty()) {
            remarks.add(new Remark.StoreKeepsNothing(since, situation.unkept()));
        }
    }

    /** The alerts that imply {@code state} and that no other finding covers. */
    private static void alerts(Situation situation, ServiceState state, List<Remark> remarks) {
        boolean storeTold =
                !situation.unreadable().isEmpty() || !situation.unkept().isEmpty();
        List<ActiveAlert> alerts = situation.alerts().stream()
                .filter(each -> !DERIVED.contains(each.rule()) && means(each.rule()) == state)
                .filter(each -> each.rule() != AlertRule.STORE_TROUBLE || !storeTold)
                .toList();
        if (!alerts.isEmpty()) {
            remarks.add(new Remark.AlertsFire(
                    state,
                    alerts.stream()
                            .map(ActiveAlert::since)
                            .min(Comparator.naturalOrder())
                            .orElse(null),
                    alerts.stream()
                            .map(each -> each.rule().written() + "/" + each.subject())
                            .sorted()
                            .toList()));
        }
    }

    /** The state that a firing alert of {@code rule} implies at least. */
    private static ServiceState means(AlertRule rule) {
        return switch (rule) {
            // the store's state is known without its alert, which continues for a while
            case UPSTREAM_BEHIND,
                    WITNESSES_DISAGREE,
                    MODULE_GONE,
                    UPSTREAMS_WIDENED,
                    DATABASE_STALE,
                    CONFIGURATION_REFUSED,
                    STORE_TROUBLE -> ServiceState.SAFE;
            case UPSTREAM_OUT, CONTENT_REJECTED, CONTENT_UNCONFIRMED, DATABASE_FORKED -> ServiceState.DEGRADED;
            case REPOSITORY_DARK, REQUESTS_FAILING -> ServiceState.NEW_MODULES_FAIL;
        };
    }

    private static void traffic(Situation situation, ServiceState known, List<Remark> remarks) {
        Counts minute = situation.minute();
        Counts longer = situation.fiveMinutes();
        Instant failing = since(situation, AlertRule.REQUESTS_FAILING);
        boolean explained = known.compareTo(ServiceState.NEW_MODULES_FAIL) >= 0;
        if (minute.failed() > 0) {
            ServiceState means = explained || failing == null
                    ? ServiceState.DEGRADED
                    : minute.answered() == 0 ? ServiceState.OUTAGE : means(AlertRule.REQUESTS_FAILING);
            remarks.add(new Remark.RequestsFailed(means, failing, minute, 1, known == ServiceState.SAFE));
        } else if (longer.failed() > 0) {
            remarks.add(new Remark.RequestsFailed(ServiceState.SAFE, null, longer, 5, false));
        }
    }

    private static @Nullable Instant since(Situation situation, AlertRule rule) {
        return situation.alerts().stream()
                .filter(each -> each.rule() == rule)
                .map(ActiveAlert::since)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Remark well(Situation situation) {
        if (!situation.asked()) {
            return new Remark.NothingAsked(true);
        }
        Counts lately = situation.fiveMinutes();
        return lately.all() == 0 ? new Remark.NothingAsked(false) : new Remark.NothingWrong(lately);
    }
}
