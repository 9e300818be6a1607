package dev.breakwater.admin;

import dev.breakwater.catalogue.Catalogue;
import dev.breakwater.catalogue.CatalogueException;
import dev.breakwater.catalogue.VersionLine;
import dev.breakwater.insight.AlertLine;
import dev.breakwater.insight.Build;
import dev.breakwater.insight.RequestFigures;
import dev.breakwater.insight.TrafficFilter;
import dev.breakwater.insight.UpstreamStory;
import dev.breakwater.insight.Window;
import dev.breakwater.status.Remark;
import dev.breakwater.status.ServiceStatus;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data of the API and the console, which is the same for both. A caller that may not see confidential data gets nothing
 * that names it.
 */
final class PageData {
    private static final Map<String, Window> WINDOWS =
            Stream.of(Window.values()).collect(Collectors.toUnmodifiableMap(Window::written, each -> each));
    private static final int LINES = 100;
    private static final int MOST_LINES = 2_000;
    private static final int BUILDS = 50;
    private static final int MOST_BUILDS = 1_000;

    private static final int MODULES = 50;
    private static final int MOST_MODULES = 500;

    /** The most versions of which a page says more than the catalogue knows: each costs the reading of a file. */
    private static final int DETAILED = 200;

    private static final int BIGGEST = 20;
    private static final int DAYS = 30;
    private static final int MOST_DAYS = 365;

    private final Sources sources;

    PageData(Sources sources) {
        this.sources = sources;
    }

    ServerState server() {
        return sources.server();
    }

    SetupView clients(String base) {
        return new SetupView(sources.clients(base), sources.programs(base));
    }

    /** Whether builds are safe, in the language of {@code words}. */
    StatusText status(Words words) {
        return text(sources.status(), words);
    }

    private StatusText text(ServiceStatus status, Words words) {
        ServerState server = sources.server();
        return StatusWords.text(
                status, words, server.now(), server.repositories().size() > 1);
    }

    /** The same, with its details; {@code lang} in {@code query} is the language. */
    StatusView status(FormQuery query) {
        ServiceStatus status = sources.status();
        StatusText text = text(status, Words.wanted(query.text("lang"), null));
        return new StatusView(
                text.state(),
                status.state().level(),
                status.since(),
                text.sentence(),
                text.notes(),
                status.remarks().stream().flatMap(PageData::affected).toList());
    }

    private static Stream<StatusView.Down> affected(Remark remark) {
        return switch (remark) {
            case Remark.UpstreamsDown down ->
                Stream.concat(down.down().stream(), down.doubtful().stream())
                        .map(each -> down(down.repository(), each, each.traffic()));
            case Remark.DatabaseDown database ->
                database.sources().stream().map(each -> down(database.repository(), each, "checksum"));
            default -> Stream.empty();
        };
    }

    private static StatusView.Down down(String repository, Remark.Affected affected, String traffic) {
        return new StatusView.Down(
                repository,
                affected.name(),
                StatusWords.written(affected.condition()),
                traffic,
                StatusWords.lower(affected.reason().kind()),
                affected.reason().status(),
                affected.since());
    }

    Upstreams upstreams() {
        return sources.upstreams();
    }

    Storage storage() {
        return sources.storage();
    }

    RequestFigures figures(FormQuery query) throws AdminException {
        String wanted = query.text("window").isEmpty() ? "5m" : query.text("window");
        Window window = WINDOWS.get(wanted);
        if (window == null) {
            throw new AdminException(400, "window=" + wanted + " is not valid; expected one of: 1m, 5m, 1h, 24h.");
        }
        return sources.figures().of(window, query.text("repository"));
    }

    /** A build may have requested private modules, so only viewers of all data see its caller. */
    BuildList builds(FormQuery query, boolean seesAll) throws AdminException {
        List<Build> last = sources.builds().last((int) query.number("most", BUILDS, MOST_BUILDS));
        return new BuildList(
                seesAll ? last : last.stream().map(Build::hidden).toList(),
                sources.builds().byHour(),
                sources.builds().byDay());
    }

    TrafficTail traffic(FormQuery query, boolean seesAll) throws AdminException {
        TrafficFilter filter = new TrafficFilter(
                query.text("repository"),
                query.text("kind"),
                query.text("result"),
                (int) query.number("status", 0, 5),
                query.text("path"),
                query.text("client"),
                !query.text("spared").isEmpty());
        long newest = sources.traffic().newest();
        int most = (int) query.number("most", LINES, MOST_LINES);
        long after = query.number("after", -1, Long.MAX_VALUE);
        return new TrafficTail(
                newest,
                after < 0
                        ? sources.traffic().last(filter, seesAll, most)
                        : sources.traffic().after(after, filter, seesAll, most));
    }

    AlertList alerts(boolean seesAll) {
        return new AlertList(
                discreet(sources.alerts().firing(), seesAll),
                discreet(sources.alerts().over(), seesAll));
    }

    private static List<AlertLine> discreet(List<AlertLine> alerts, boolean seesAll) {
        return seesAll
                ? alerts
                : alerts.stream()
                        .map(each -> new AlertLine(
                                each.id(),
                                each.rule(),
                                each.subject(),
                                each.firing(),
                                each.since(),
                                each.until(),
                                "",
                                each.advice()))
                        .toList();
    }

    UpstreamHistory history(boolean seesAll) {
        List<UpstreamStory> stories = sources.chronicle().stories();
        return new UpstreamHistory(
                seesAll ? stories : stories.stream().map(PageData::discreet).toList());
    }

    private static UpstreamStory discreet(UpstreamStory story) {
        return new UpstreamStory(
                story.upstream(),
                story.classes().stream()
                        .map(each -> new UpstreamStory.Traffic(
                                each.traffic(),
                                each.state(),
                                each.since(),
                                "",
                                each.changes().stream()
                                        .map(c -> new UpstreamStory.Change(c.at(), c.from(), c.to(), ""))
                                        .toList(),
                                each.failures(),
                                each.minutes()))
                        .toList(),
                List.of(),
                story.standing());
    }

    StoragePreview preview() throws AdminException {
        return sources.preview();
    }

    ModuleSearch modules(FormQuery query, boolean seesAll) throws AdminException, InterruptedException {
        try {
            Catalogue catalogue = sources.catalogue();
            return new ModuleSearch(
                    catalogue.state(),
                    catalogue.modules(
                            query.text("q"),
                            query.text("repository"),
                            visible(seesAll),
                            query.number("offset", 0, Long.MAX_VALUE),
                            (int) query.number("most", MODULES, MOST_MODULES)));
        } catch (CatalogueException e) {
            throw unavailable(e);
        }
    }

    ModuleVersions versions(FormQuery query, boolean seesAll, String base) throws AdminException, InterruptedException {
        String repository = query.text("repository");
        String module = query.text("module");
        try {
            List<VersionLine> versions = visible(seesAll).test(repository, module)
                    ? sources.catalogue().versions(repository, module)
                    : List.of();
            if (versions.isEmpty()) {
                throw new AdminException(404, "Not stored: " + module + " in " + repository + ".");
            }
            List<String> first =
                    versions.stream().limit(DETAILED).map(VersionLine::version).toList();
            return new ModuleVersions(repository, module, versions, sources.details(repository, module, first, base));
        } catch (CatalogueException e) {
            throw unavailable(e);
        }
    }

    Holdings holdings(FormQuery query, boolean seesAll) throws AdminException, InterruptedException {
        try {
            Catalogue catalogue = sources.catalogue();
            return new Holdings(
                    catalogue.state(),
                    catalogue.totals(),
                    catalogue.biggest(visible(seesAll), BIGGEST),
                    catalogue.growth((int) query.number("days", DAYS, MOST_DAYS)));
        } catch (CatalogueException e) {
            throw unavailable(e);
        }
    }

    private BiPredicate<String, String> visible(boolean seesAll) {
        return (repository, module) -> seesAll || !sources.confidential(repository);
    }

    private static AdminException unavailable(CatalogueException e) {
        return new AdminException(503, String.valueOf(e.getMessage()));
    }
}
