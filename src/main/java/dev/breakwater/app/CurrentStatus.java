package dev.breakwater.app;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.config.Settings;
import dev.breakwater.insight.RequestFigures;
import dev.breakwater.insight.UpstreamStory;
import dev.breakwater.insight.Window;
import dev.breakwater.status.Reason;
import dev.breakwater.status.ServiceStatus;
import dev.breakwater.status.Situation;
import dev.breakwater.status.Situation.ChainState;
import dev.breakwater.status.Situation.Member;
import dev.breakwater.status.Situation.Rank;
import dev.breakwater.status.Situation.Sighting;
import dev.breakwater.status.Situation.StoreCondition;
import dev.breakwater.status.StatusRules;
import dev.breakwater.store.StoreUsage;
import dev.breakwater.sumdb.DatabaseSettings;
import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Health;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The collector of the server's current state, as the input of {@link StatusRules}. */
final class CurrentStatus {
    private final ServerParts parts;
    private final Settings settings;
    private final List<Health.HealthReport> health;
    private final Map<String, UpstreamStory> stories;

    private CurrentStatus(ServerParts parts) {
        this.parts = parts;
        this.settings = parts.settings().get();
        this.health = parts.health().report();
        this.stories = parts.overview().chronicle().stories().stream()
                .collect(Collectors.toMap(UpstreamStory::upstream, Function.identity()));
    }

    /** The status now. */
    static ServiceStatus of(ServerParts parts) {
        return StatusRules.judge(new CurrentStatus(parts).situation());
    }

    private Situation situation() {
        StoreUsage stock = parts.store().stock();
        Overview overview = parts.overview();
        return new Situation(
                parts.clock().instant(),
                !overview.figures().repositories().isEmpty(),
                parts.offline().reason(),
                parts.store().failures(),
                parts.store().refusals(),
                stock.counted() && stock.entries() == 0,
                settings.repositories().values().stream().flatMap(this::chains).toList(),
                overview.alerts().active(),
                counts(overview.figures().all(Window.MINUTE)),
                counts(overview.figures().all(Window.FIVE_MINUTES)));
    }

    private static Situation.Counts counts(RequestFigures figures) {
        return new Situation.Counts(
                figures.succeeded(), figures.failed(), figures.spared().getOrDefault("stale", 0L));
    }

    /** The upstreams of {@code repository}, and separately each one with private modules of it. */
    private Stream<ChainState> chains(RepositorySettings repository) {
        ChainSettings chain = ChainSettings.of(repository);
        Instant fetched = fetched(repository.name());
        List<Member> members = chain.upstreams().stream()
                .filter(upstream -> !upstream.privateOnly())
                .map(this::member)
                .toList();
        ChainState all = new ChainState(
                repository.name(),
                false,
                chain.direct(),
                members,
                DatabaseSettings.of(repository).stream()
                        .map(database -> new Situation.DatabaseState(database.name(), sources(database, members)))
                        .toList(),
                fetched);
        Stream<ChainState> privates = chain.owners().stream()
                .flatMap(name -> chain.upstreams().stream()
                        .filter(upstream -> upstream.name().equals(name)))
                .map(upstream ->
                        new ChainState(repository.name(), true, false, List.of(member(upstream)), List.of(), fetched));
        return Stream.concat(Stream.of(all), privates);
    }

    /** When a request to {@code repository} was last answered with fetched content, within a minute. */
    private @Nullable Instant fetched(String repository) {
        return parts.overview().figures().of(Window.MINUTE, repository).points().stream()
                .filter(point -> point.misses() > 0)
                .map(RequestFigures.Point::from)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private List<Member> sources(DatabaseSettings database, List<Member> upstreams) {
        List<Member> sources = new ArrayList<>();
        for (DatabaseSettings.Source source : database.sources()) {
            switch (source) {
                case DatabaseSettings.Source.Upstreams _ -> sources.addAll(upstreams);
                case DatabaseSettings.Source.At(var url) ->
                    sources.add(new Member(url.getHost(), Rank.PRIMARY, false, sightings(url.getHost())));
            }
        }
        return sources;
    }

    private Member member(UpstreamSettings upstream) {
        return new Member(
                upstream.name(),
                switch (upstream.tier()) {
                    case PRIMARY -> Rank.PRIMARY;
                    case BACKUP -> Rank.BACKUP;
                    case RESERVE -> Rank.RESERVE;
                },
                parts.health().drained(upstream.name()),
                sightings(upstream.name()));
    }

    /** By class of traffic; of upstreams with the same name in several repositories, the worst. */
    private List<Sighting> sightings(String upstream) {
        Map<String, Sighting> worst = health.stream()
                .filter(report -> report.upstream().equals(upstream))
                .map(report -> sighting(report, Optional.ofNullable(stories.get(upstream))))
                .collect(Collectors.toMap(
                        Sighting::traffic,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparing(Sighting::condition))));
        return List.copyOf(worst.values());
    }

    private static Sighting sighting(Health.HealthReport report, Optional<UpstreamStory> story) {
        StoreCondition condition = switch (report.state()) {
            case HEALTHY -> StoreCondition.UP;
            case SUSPECT, THROTTLED -> StoreCondition.DOUBTFUL;
            case OPEN, HALF_OPEN -> StoreCondition.DOWN;
        };
        List<UpstreamStory.Change> trouble = condition == StoreCondition.UP
                ? List.of()
                : story.map(each -> trouble(each, report.traffic())).orElse(List.of());
        return new Sighting(
                report.traffic(),
                condition,
                trouble.isEmpty() ? null : trouble.getFirst().at(),
                trouble.isEmpty() ? Reason.UNKNOWN : reason(story.orElseThrow(), report.traffic(), trouble));
    }

    /** The changes since it was last healthy, the oldest first. */
    private static List<UpstreamStory.Change> trouble(UpstreamStory story, String traffic) {
        List<UpstreamStory.Change> changes = story.classes().stream()
                .filter(each -> each.traffic().equals(traffic))
                .flatMap(each -> each.changes().stream())
                .toList();
        int from = changes.size();
        while (from > 0 && !changes.get(from - 1).to().equals("healthy")) {
            from--;
        }
        return changes.subList(from, changes.size());
    }

    /** The last failure since then; if there is none, the cause of the first change. */
    private static Reason reason(UpstreamStory story, String traffic, List<UpstreamStory.Change> trouble) {
        boolean wrong = trouble.stream()
                .anyMatch(change -> story.rejected().stream()
                        .anyMatch(rejected -> rejected.said().equals(change.why())));
        if (wrong) {
            return Reason.CONTENT;
        }
        Instant since = trouble.getFirst().at();
        return story.classes().stream()
                .filter(each -> each.traffic().equals(traffic) || each.traffic().equals("connection"))
                .flatMap(each -> each.failures().stream())
                .filter(failure -> !failure.at().isBefore(since))
                .max(Comparator.comparing(UpstreamStory.Failure::at))
                .map(failure -> Reason.of(failure.said()))
                .orElseGet(() -> Reason.of(trouble.getFirst().why()));
    }
}
