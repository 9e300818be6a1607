package dev.breakwater.status;

import dev.breakwater.event.AlertRule;
import dev.breakwater.status.Situation.ActiveAlert;
import dev.breakwater.status.Situation.ChainState;
import dev.breakwater.status.Situation.Counts;
import dev.breakwater.status.Situation.DatabaseState;
import dev.breakwater.status.Situation.Member;
import dev.breakwater.status.Situation.Offline;
import dev.breakwater.status.Situation.Rank;
import dev.breakwater.status.Situation.Sighting;
import dev.breakwater.status.Situation.StoreCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Situations in few words: {@code alpha=down500/12 beta=up gamma=backup:doubt/3}. */
public final class Situations {
    /** The moment of all of them. */
    public static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private boolean asked = true;
    private Offline offline = Offline.NO;
    private List<String> unreadable = List.of();
    private List<String> unkept = List.of();
    private boolean empty;
    private final List<ChainState> chains = new ArrayList<>();
    private final List<ActiveAlert> alerts = new ArrayList<>();
    private Counts minute = new Counts(0, 0, 0);
    private Counts fiveMinutes = new Counts(0, 0, 0);
    private boolean direct;
    private boolean secret;
    private @Nullable Instant fetched;
    private List<DatabaseState> databases = List.of();

    /** Nothing is the matter, and nothing is configured. */
    public static Situations usual() {
        return new Situations();
    }

    /** The upstreams of the repository {@code go}. */
    public Situations mirrors(String written) {
        return mirrors("go", written);
    }

    /** The upstreams of a repository. */
    public Situations mirrors(String repository, String written) {
        chains.add(new ChainState(repository, secret, direct, members(written), databases, fetched));
        return this;
    }

    /** What is configured from now on has the modules' own repositories behind it. */
    public Situations direct() {
        direct = true;
        return this;
    }

    /** What is configured from now on is private. */
    public Situations secret() {
        secret = true;
        return this;
    }

    /** What is configured from now on has last fetched something so many seconds ago. */
    public Situations fetched(int secondsAgo) {
        fetched = NOW.minusSeconds(secondsAgo);
        return this;
    }

    /** What is configured from now on is checked by a database with these sources. */
    public Situations database(String sources) {
        databases = List.of(new DatabaseState("sum.test", members(sources)));
        return this;
    }

    /** Nothing has been asked for since the start. */
    public Situations fresh() {
        asked = false;
        return this;
    }

    /** Upstreams are left alone. */
    public Situations offline(Offline how) {
        offline = how;
        return this;
    }

    /** The store can't be read. */
    public Situations storeGone() {
        unreadable = List.of("the data folder is gone");
        return this;
    }

    /** The store takes nothing. */
    public Situations storeFull() {
        unkept = List.of("No space left on device");
        return this;
    }

    /** Nothing is held. */
    public Situations empty() {
        empty = true;
        return this;
    }

    /** An alert has been firing for a minute. */
    public Situations alert(AlertRule rule, String subject) {
        alerts.add(new ActiveAlert(rule, subject, NOW.minusSeconds(60)));
        return this;
    }

    /** So many requests of the last minute were answered, and so many failed. */
    public Situations minute(long answered, long failed) {
        minute = new Counts(answered, failed, 0);
        fiveMinutes = minute;
        return this;
    }

    /** So many requests of the last five minutes. */
    public Situations fiveMinutes(long answered, long failed, long stale) {
        fiveMinutes = new Counts(answered, failed, stale);
        return this;
    }

    /** The situation. */
    public Situation build() {
        return new Situation(NOW, asked, offline, unreadable, unkept, empty, chains, alerts, minute, fiveMinutes);
    }

    private static List<Member> members(String written) {
        return Stream.of(written.strip().split(" +", -1))
                .filter(each -> !each.isEmpty())
                .map(Situations::member)
                .toList();
    }

    /** {@code name=[rank:]condition[reason][/minutes][@traffic]}. */
    private static Member member(String written) {
        String name = written.replaceFirst("=.*", "");
        String rest = written.replaceFirst("^[^=]*=", "");
        Rank rank = Rank.PRIMARY;
        if (rest.indexOf(':') >= 0) {
            rank = Rank.valueOf(rest.substring(0, rest.indexOf(':')).toUpperCase(Locale.ROOT));
            rest = rest.substring(rest.indexOf(':') + 1);
        }
        List<String> traffic = rest.indexOf('@') >= 0
                ? List.of(rest.substring(rest.indexOf('@') + 1))
                : List.of("metadata", "archive", "checksum");
        rest = rest.replaceFirst("@.*", "");
        if (rest.equals("drained") || rest.equals("up")) {
            return new Member(name, rank, rest.equals("drained"), List.of());
        }
        Duration since = Duration.ZERO;
        if (rest.indexOf('/') >= 0) {
            String time = rest.substring(rest.indexOf('/') + 1);
            since = time.endsWith("s")
                    ? Duration.ofSeconds(Long.parseLong(time.replace("s", "")))
                    : Duration.ofMinutes(Long.parseLong(time));
            rest = rest.substring(0, rest.indexOf('/'));
        }
        StoreCondition condition = rest.startsWith("down") ? StoreCondition.DOWN : StoreCondition.DOUBTFUL;
        Reason reason = Reason.of(rest.replaceFirst("^(down|doubt)", "").replace('-', ' '));
        Instant then = NOW.minus(since);
        return new Member(
                name,
                rank,
                false,
                traffic.stream()
                        .map(each -> new Sighting(each, condition, then, reason))
                        .toList());
    }
}
