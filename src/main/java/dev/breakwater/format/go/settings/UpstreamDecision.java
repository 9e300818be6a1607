package dev.breakwater.format.go.settings;

import dev.breakwater.config.Adopted;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.Tier;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The decision about upstreams if the file names none. The primary ones come from the first that is set of PRIMARY_ENDPOINT,
 * BREAKWATER_GO_UPSTREAMS, GOPROXY and the go command's own setting; backups come from FALLBACK_ENDPOINT. Well-known public
 * mirrors are added as a reserve if no upstreams are set, or only such mirrors: a company's list stays unchanged, and one that
 * ends in {@code off} is closed.
 */
final class UpstreamDecision {
    /** Breakwater's own variable. */
    static final String OWN_VARIABLE = "BREAKWATER_GO_UPSTREAMS";

    private static final List<String> PRIMARY = List.of("PRIMARY_ENDPOINT", OWN_VARIABLE, "GOPROXY");
    private static final String REMEMBERED = " (remembered)";
    private static final String BACKUP = "FALLBACK_ENDPOINT";

    /** The go command's variables that this server ignores, and what to set instead. */
    private static final Map<String, String> NOT_TAKEN = Map.of(
            "GOINSECURE", "name the upstream by its http address, or trust its certificate with tls.ca-file",
            "GOVCS", "modules' own repositories are fetched only by git");

    private final Map<String, String> environment;
    private final GoEnv go;
    private final OwnAddresses self;
    private final boolean reserve;
    private final @Nullable Adopted before;
    private final TakenUpstreams taken = new TakenUpstreams();
    private final GoLogins logins;
    private final List<String> notes = new ArrayList<>();

    /** The go command's result; null if it did not run. */
    private GoEnv.@Nullable GoAnswer said;

    /**
     * The result of the decision.
     *
     * @param direct whether to use the modules' own repositories as well
     * @param adopted the part to remember
     * @param widened the addresses of upstreams that are new since the last start
     * @param notes what was taken, from where, and why, as text for an operator
     */
    record DecidedUpstreams(
            List<TakenUpstreams.Taken> upstreams,
            boolean direct,
            List<String> notes,
            Adopted adopted,
            List<String> widened) {}

    /** A list, and whether a user set it. */
    private record Choice(String text, ProxyList list, String from, boolean chosen) {
        static final Choice NOTHING = new Choice("", ProxyList.EMPTY, "", false);

        Choice(String text, String from, boolean chosen) {
            this(text, ProxyList.parse(text), from, chosen);
        }
    }

    private UpstreamDecision(
            Map<String, String> environment, GoEnv go, OwnAddresses self, boolean reserve, @Nullable Adopted before) {
        this.environment = environment;
        this.go = () -> {
            said = go.ask();
            return said;
        };
        this.self = self;
        this.reserve = reserve;
        this.before = before;
        this.logins = new GoLogins(environment, this.go, notes);
    }

    /**
     * Decides; the go command runs only if no variable decides. {@code reserve} allows public mirrors as a reserve;
     * {@code before} is the list adopted at an earlier start, if there was one.
     */
    static DecidedUpstreams decide(
            Map<String, String> environment, GoEnv go, OwnAddresses self, boolean reserve, @Nullable Adopted before)
            throws InterruptedException {
        return new UpstreamDecision(environment, go, self, reserve, before).decide();
    }

    private DecidedUpstreams decide() throws InterruptedException {
        Choice backup = variable(BACKUP);
        Choice primary = primary();
        take(primary, Tier.PRIMARY);
        take(backup, Tier.BACKUP);
        complete(primary, backup);
        List<TakenUpstreams.Taken> upstreams = taken.all();
        boolean direct = primary.list().direct() || backup.list().direct();
        if (direct) {
            notes.add("`direct`: modules that no upstream has are fetched from their own repositories by git");
        }
        if (upstreams.isEmpty() && !direct) {
            notes.add(
                    "no upstreams: only cached modules are served; to add some, set BREAKWATER_GO_UPSTREAMS=https://…");
        }
        boolean wanting = upstreams.stream()
                .map(TakenUpstreams.Taken::upstream)
                .anyMatch(each ->
                        each.credentials() == null && "https".equals(each.url().getScheme()));
        logins.explain(wanting ? said : null);
        NOT_TAKEN.entrySet().stream()
                .filter(each -> !environment.getOrDefault(each.getKey(), "").isBlank())
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> notes.add(each.getKey() + " is ignored: " + each.getValue()));
        List<String> asked = new ArrayList<>(
                upstreams.stream().map(each -> each.upstream().url().toString()).toList());
        if (direct) {
            asked.add("direct");
        }
        List<String> widened = before == null
                ? List.of()
                : asked.stream().filter(each -> !before.asked().contains(each)).toList();
        Adopted adopted = new Adopted(primary.text(), primary.from(), primary.chosen(), List.copyOf(asked));
        return new DecidedUpstreams(upstreams, direct, List.copyOf(notes), adopted, widened);
    }

    private Choice primary() throws InterruptedException {
        Choice chosen = PRIMARY.stream()
                .map(this::variable)
                .filter(choice -> choice.chosen())
                .findFirst()
                .orElse(Choice.NOTHING);
        if (!chosen.chosen()) {
            chosen = setting("GOPROXY");
        }
        // a client that points to this server, as it should, says nothing about upstreams
        if (!chosen.chosen() || !onlyOurselves(chosen.list())) {
            return chosen;
        }
        return before == null ? untouched() : remembered(before);
    }

    /** The upstreams that a client had before it pointed to this server. */
    private Choice remembered(Adopted kept) {
        String from = kept.from().endsWith(REMEMBERED) ? kept.from() : kept.from() + REMEMBERED;
        notes.add("the environment names only this server, so the upstreams adopted before stay: " + from);
        return new Choice(kept.list(), from, kept.chosen());
    }

    private boolean onlyOurselves(ProxyList list) {
        if (list.off() || list.urls().isEmpty() || !list.urls().stream().allMatch(self::is)) {
            return false;
        }
        list.urls().forEach(this::dropped);
        return true;
    }

    private Choice variable(String name) {
        String text = environment.getOrDefault(name, "");
        return text.isBlank() ? Choice.NOTHING : new Choice(text, name, true);
    }

    /** The go command's value, set or default. */
    private Choice setting(String name) throws InterruptedException {
        return switch (go.ask()) {
            case GoEnv.GoAnswer.NoGo(String why) -> unknown(why);
            case GoEnv.GoAnswer.Known(Map<String, String> effective, Map<String, String> defaults) -> {
                String value = effective.getOrDefault(name, "");
                yield new Choice(value, "go env " + name, !value.equals(defaults.getOrDefault(name, "")));
            }
        };
    }

    private Choice untouched() throws InterruptedException {
        return switch (go.ask()) {
            case GoEnv.GoAnswer.NoGo(String why) -> unknown(why);
            case GoEnv.GoAnswer.Known(Map<String, String> _, Map<String, String> defaults) ->
                new Choice(defaults.getOrDefault("GOPROXY", ""), "go env GOPROXY (default)", false);
        };
    }

    private Choice unknown(String why) {
        notes.add("can't use the go command's settings: " + why);
        return Choice.NOTHING;
    }

    private void take(Choice choice, Tier tier) throws InterruptedException {
        choice.list().skipped().forEach(skipped -> notes.add(choice.from() + ": " + skipped));
        List<String> added = new ArrayList<>();
        for (URI url : choice.list().urls()) {
            URI plain = Urls.withoutUser(url);
            if (self.is(plain)) {
                dropped(url);
            } else if (!taken.has(plain)) {
                added.add(add(plain, credentials(url), tier, choice.from()));
            }
        }
        if (!added.isEmpty()) {
            String why = choice.chosen() ? "" : ", the go command's default";
            notes.add(Types.written(tier) + " upstreams from " + choice.from() + why + ": " + String.join(", ", added));
        }
    }

    /** Adds the well-known mirrors, unless a user has set other upstreams. */
    private void complete(Choice primary, Choice backup) {
        List<TakenUpstreams.Taken> held = taken.all();
        boolean nobodyChose = !primary.chosen() && !backup.chosen();
        if (primary.list().off() || backup.list().off()) {
            notes.add("the list is closed by `off`: no public mirror was added");
            return;
        }
        if (!nobodyChose && (held.isEmpty() || !held.stream().allMatch(each -> wellKnown(each, primary)))) {
            notes.add("no public mirror was added, because upstreams are set by "
                    + Stream.of(primary, backup)
                            .filter(Choice::chosen)
                            .map(Choice::from)
                            .toList());
            return;
        }
        Tier tier = held.isEmpty() ? Tier.PRIMARY : Tier.RESERVE;
        if (tier == Tier.RESERVE && !reserve) {
            notes.add("no public mirror was added as a reserve, because `reserve` is off");
            return;
        }
        List<String> added = WellKnownMirrors.URLS.stream()
                .filter(url -> !taken.has(url))
                .map(url -> add(url, null, tier, "well-known public mirror"))
                .toList();
        if (!added.isEmpty()) {
            String why = nobodyChose ? "no upstreams are set" : "only well-known public mirrors are set";
            String when = tier == Tier.RESERVE ? ", used only while every other is down or silent" : "";
            notes.add(Types.written(tier) + " upstreams added" + when + ", because " + why + ": "
                    + String.join(", ", added));
        }
    }

    /** Whether it is one of the list, or the unchanged default of the go command. */
    private static boolean wellKnown(TakenUpstreams.Taken each, Choice primary) {
        return WellKnownMirrors.URLS.contains(each.upstream().url())
                || (!primary.chosen() && each.from().equals(primary.from()));
    }

    private void dropped(URI url) {
        notes.add(Urls.shown(url) + " is this server's own address, and is ignored");
    }

    private String add(URI plain, @Nullable Credentials credentials, Tier tier, String from) {
        taken.add(plain, credentials, tier, false, from);
        return plain.toString();
    }

    private @Nullable Credentials credentials(URI url) throws InterruptedException {
        Credentials written = Credentials.in(url);
        return written == null ? logins.of(url) : written;
    }
}
