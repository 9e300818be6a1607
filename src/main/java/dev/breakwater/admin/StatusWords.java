package dev.breakwater.admin;

import dev.breakwater.status.Reason;
import dev.breakwater.status.Remark;
import dev.breakwater.status.Remark.Affected;
import dev.breakwater.status.ServiceState;
import dev.breakwater.status.ServiceStatus;
import dev.breakwater.status.Situation.Offline;
import dev.breakwater.status.Situation.Rank;
import dev.breakwater.status.Situation.StoreCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The wording of a {@link ServiceStatus}. Names upstreams, repositories and alerts; no module, path or person. */
final class StatusWords {
    /** The maximum number of names in a sentence, which then counts the rest. */
    private static final int MOST_NAMES = 6;

    private final Words words;
    private final Instant now;
    private final boolean several;

    /** @param several whether there is more than one repository, so that sentences name it */
    private StatusWords(Words words, Instant now, boolean several) {
        this.words = words;
        this.now = now;
        this.several = several;
    }

    /** The text of {@code status} at {@code now}. */
    static StatusText text(ServiceStatus status, Words words, Instant now, boolean several) {
        StatusWords here = new StatusWords(words, now, several);
        List<String> sentence = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Remark remark : status.remarks()) {
            (here.isNote(remark) ? notes : sentence).add(here.sentence(remark));
            notes.addAll(here.reasons(remark));
        }
        return new StatusText(
                status.state().written(),
                words.word(
                        status.fresh()
                                ? "status.fresh"
                                : "status." + status.state().written()),
                String.join(words.word("status.space"), sentence),
                notes);
    }

    private boolean isNote(Remark remark) {
        return switch (remark) {
            case Remark.DatabaseDown d -> !d.all();
            case Remark.AlertsFire a -> a.means() == ServiceState.SAFE;
            case Remark.TakenOut _, Remark.Stale _ -> true;
            case Remark.UpstreamsDown _,
                    Remark.AllTakenOut _,
                    Remark.StoreUnreadable _,
                    Remark.StoreKeepsNothing _,
                    Remark.LeftAlone _,
                    Remark.RequestsFailed _,
                    Remark.NothingWrong _,
                    Remark.NothingAsked _ -> false;
        };
    }

    /** The store's own messages about its trouble. */
    private List<String> reasons(Remark remark) {
        return switch (remark) {
            case Remark.StoreUnreadable s -> s.why();
            case Remark.StoreKeepsNothing s -> s.why();
            default -> List.of();
        };
    }

    private String sentence(Remark remark) {
        return switch (remark) {
            case Remark.UpstreamsDown down -> named(down.repository(), down(down));
            case Remark.AllTakenOut out ->
                named(
                        out.repository(),
                        both(words.word("status.drained.all"), supply(out.supply(), List.of(), false))
                                .strip());
            case Remark.DatabaseDown down ->
                words.say(
                        down.all() ? "status.database.all" : "status.database.some",
                        down.database(),
                        names(down.sources()));
            case Remark.StoreUnreadable _ -> words.word("status.store.unreadable");
            case Remark.StoreKeepsNothing _ -> words.word("status.store.keeps");
            case Remark.LeftAlone(Offline offline) ->
                words.word(offline == Offline.BY_HAND ? "status.offline.hand" : "status.offline.configured");
            case Remark.RequestsFailed failed -> failed(failed);
            case Remark.AlertsFire fire -> words.say("status.alerts", list(fire.ids()));
            case Remark.NothingWrong(var counts) ->
                counts.failed() == 0 ? words.say("status.answered", count(counts.all())) : words.word("status.well");
            case Remark.NothingAsked(boolean ever) -> words.word(ever ? "status.nothing.ever" : "status.nothing");
            case Remark.TakenOut(String repository, List<String> out) ->
                named(repository, words.say("status.drained", list(out)));
            case Remark.Stale(long requests) -> words.say("status.stale", count(requests));
        };
    }

    private String named(String repository, String text) {
        return several ? words.say("status.of", repository, text) : text;
    }

    private String both(String first, String second) {
        return first + words.word("status.space") + second;
    }

    private String down(Remark.UpstreamsDown down) {
        List<String> parts = new ArrayList<>();
        if (!down.down().isEmpty()) {
            int n = down.down().size();
            String which = down.secret()
                    ? "status.down.secret"
                    : down.of() == 1
                            ? "status.down.only"
                            : n == down.of() ? "status.down.all" : n == 1 ? "status.down.one" : "status.down.some";
            parts.add(words.say(which, names(down.down()), count(n), count(down.of())));
        }
        if (!down.doubtful().isEmpty()) {
            parts.add(words.say("status.doubtful", names(down.doubtful())));
        }
        List<String> from = down.from().stream()
                .map(each -> each.rank() == Rank.PRIMARY
                        ? each.name()
                        : words.say("status.ranked", each.name(), words.word("tier." + lower(each.rank()))))
                .toList();
        parts.add(supply(down.supply(), from, down.secret()));
        parts.remove("");
        return String.join(words.word("status.space"), parts);
    }

    private String supply(Remark.Supply supply, List<String> from, boolean secret) {
        return switch (supply) {
            case UPSTREAMS -> words.say("status.supply.upstreams", list(from));
            case DIRECT -> words.word("status.supply.direct");
            case NONE -> words.word(secret ? "status.supply.none.secret" : "status.supply.none");
            case NONE_UNLESS_DIRECT -> words.word("status.supply.unless.direct");
            case NONE_UNLESS_RESERVE -> words.word("status.supply.unless.reserve");
            case NOTHING_HELD -> words.word("status.supply.nothing");
            case MOOT -> "";
        };
    }

    private String failed(Remark.RequestsFailed failed) {
        String count = words.say(
                failed.minutes() == 1 ? "status.failed.minute" : "status.failed",
                count(failed.counts().failed()),
                count(failed.counts().all()),
                count(failed.minutes()));
        return failed.unexplained() ? both(count, words.word("status.unexplained")) : count;
    }

    private String names(List<Affected> affected) {
        return list(affected.stream().map(this::name).toList());
    }

    /** As in {@code alpha (backup, archives only: 500 for 12 min)}. */
    private String name(Affected affected) {
        String rank = affected.rank() == Rank.PRIMARY ? "" : words.word("tier." + lower(affected.rank()));
        String only =
                affected.traffic().isEmpty() ? "" : words.say("status.only", words.word("class." + affected.traffic()));
        String where = Stream.of(rank, only).filter(each -> !each.isEmpty()).collect(joined());
        String why = Stream.of(reason(affected.reason()), span(affected.since()))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(words.word("status.blank")));
        if (where.isEmpty() && why.isEmpty()) {
            return affected.name();
        }
        String inside = where.isEmpty() || why.isEmpty() ? where + why : words.say("status.where", where, why);
        return words.say("status.ranked", affected.name(), inside);
    }

    private String reason(Reason reason) {
        return switch (reason.kind()) {
            case STATUS -> Integer.toString(reason.status());
            case UNKNOWN -> "";
            case NAME, CONNECTION, TLS, SILENT, SLOW, BROKEN, CONTENT ->
                words.word("status.reason." + lower(reason.kind()));
        };
    }

    /** For how long; empty if that is less than a minute. */
    private String span(@Nullable Instant since) {
        long minutes = since == null ? 0 : Duration.between(since, now).toMinutes();
        if (minutes < 1) {
            return "";
        }
        if (minutes < 120) {
            return words.say("status.for.minutes", count(minutes));
        }
        long hours = minutes / 60;
        return hours < 48
                ? words.say("status.for.hours", count(hours))
                : words.say("status.for.days", count(hours / 24));
    }

    private String list(List<String> names) {
        String some = names.stream().limit(MOST_NAMES).collect(joined());
        return names.size() <= MOST_NAMES ? some : words.say("status.more", some, count(names.size() - MOST_NAMES));
    }

    private java.util.stream.Collector<CharSequence, ?, String> joined() {
        return Collectors.joining(words.word("status.comma"));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The name of a constant, as written in the API. */
    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** The condition as the API writes it. */
    static String written(StoreCondition condition) {
        return switch (condition) {
            case UP -> "up";
            case DOUBTFUL -> "in-doubt";
            case DOWN -> "down";
        };
    }
}
