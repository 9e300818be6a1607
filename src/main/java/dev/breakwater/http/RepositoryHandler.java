package dev.breakwater.http;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.RequestResult;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.repository.Wording;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handler of requests to repositories: gets the repository's {@link Action} for a request, and runs it if the client has
 * the permission. Independent of methods: the action says what happens and which permission it requires.
 */
final class RepositoryHandler {
    /** The methods of the server's own pages. */
    private static final String PAGES = "GET, HEAD";

    private final ServerContext server;
    private final AccessFilter accessFilter;
    private final SystemPages systemPages;

    RepositoryHandler(ServerContext server, AccessFilter accessFilter) {
        this.server = server;
        this.accessFilter = accessFilter;
        this.systemPages = new SystemPages(server);
    }

    /** The repository for a request of {@code path}; null if it is for none. */
    private Site.@Nullable Route route(HttpExchange exchange, Site site, String path) {
        if (server.owns(path, site)) {
            return null;
        }
        String query = exchange.request.query();
        return site.route(path, query == null ? "" : query);
    }

    /** Renders answers with the wording of the repository at {@code path}. */
    AnswerRenderer replies(HttpExchange exchange, Site site, String path) {
        Site.Route route = route(exchange, site, path);
        return route == null ? server.replies() : replies(exchange, site, route);
    }

    /** Renders answers with the wording of the repository of {@code ready}. */
    AnswerRenderer replies(Site site, PreparedResponse ready) {
        Repository repository = site.repositories().get(ready.label.repository());
        return repository == null ? server.replies() : server.replies().in(repository.wording(""));
    }

    private AnswerRenderer replies(HttpExchange exchange, Site site, Site.Route route) {
        Repository repository = route.repository();
        Wording wording = repository.wording(route.rest());
        FormatHeaders own = FormatHeaders.of(repository.headers(new VertxRequest(exchange, site, route)), wording);
        return server.replies().in(wording, own, () -> exchange.base(site, route.name()));
    }

    /**
     * What the answer to a GET is kept under in the hot cache: the path below its repository, whichever path was asked for, and
     * what else it depends on. Null if it must not be kept.
     */
    @Nullable
    String hot(HttpExchange exchange, Site site, String path) {
        Site.Route route = route(exchange, site, path);
        if (route == null) {
            return path;
        }
        Repository repository = route.repository();
        String name = route.name();
        if (!repository.equals(site.repositories().get(name))) {
            return null;
        }
        Repository.Variants variants = repository.variants();
        String variant = variants == null ? "" : variants.of(new VertxRequest(exchange, site, route));
        boolean below = path.startsWith(name, 1) && path.startsWith("/", 1 + name.length());
        String known = below ? path : "/" + name + "/" + route.rest();
        return variant == null ? null : HotCache.name(known, variant);
    }

    /** Answers a GET or HEAD of {@code who}; {@code hot} is what the answer is kept under in the hot cache, null for not at all. */
    void read(HttpExchange exchange, Site site, Principal who, String path, @Nullable String hot, long millis) {
        Site.Route route = route(exchange, site, path);
        if (route == null) {
            systemPages.answer(exchange, site, who, path, millis);
            return;
        }
        AnswerRenderer replies = replies(exchange, site, route);
        List<String> via = via(exchange);
        if (loops(exchange, replies, via, millis)) {
            return;
        }
        String name = route.name();
        try {
            Action action = route.repository().action(new VertxRequest(exchange, site, route));
            Subject subject = action.subject();
            if (!accessFilter.refuses(exchange, site.access(), replies, who, action.permission(), name, subject)) {
                if (subject.confidential()) {
                    exchange.about(who, name, subject, action.permission());
                }
                ResponseTask.Target target = new ResponseTask.Target(site, path, name, hot);
                act(new ResponseTask(server, replies, exchange, target, via), action);
            }
        } catch (RuntimeException e) {
            AnswerTags label = new AnswerTags(name, "-", RequestResult.ERROR, "-");
            exchange.send(server.failure(replies, path, e), label, null);
        }
    }

    /** Whether the request is in a loop or has passed too many nodes; then it is refused. */
    private boolean loops(HttpExchange exchange, AnswerRenderer replies, List<String> via, long millis) {
        if (via.contains(server.node()) || via.size() > RequestTargets.HOPS) {
            exchange.send(replies.loop(via, millis), AnswerTags.NONE, null);
            return true;
        }
        return false;
    }

    /** The nodes that a request has passed through: RFC 9110 §7.6.3. */
    private static List<String> via(HttpExchange exchange) {
        return RequestTargets.nodes(exchange.request.headers().getAll(HttpHeaderNames.VIA));
    }

    /** Answers a request with any other method, whose body is not read yet. */
    void write(HttpExchange exchange, Site site, String path, long millis) {
        Site.Route route = route(exchange, site, path);
        if (route == null) {
            exchange.last();
            exchange.refuse(server.replies().notAllowed(millis, PAGES), AnswerTags.NONE);
            return;
        }
        AnswerRenderer replies = replies(exchange, site, route);
        try {
            Action action = route.repository().action(new VertxRequest(exchange, site, route));
            if (action instanceof Action.NotAllowed(String allowed)) {
                exchange.last();
                exchange.refuse(replies.notAllowed(millis, allowed), AnswerTags.NONE);
                return;
            }
            ResponseTask.Target target = new ResponseTask.Target(site, path, route.name(), null);
            if (login(action)) {
                write(exchange, target, Principal.ANONYMOUS, replies, action);
                return;
            }
            accessFilter.admit(
                    exchange, site.access(), () -> replies, who -> write(exchange, target, who, replies, action));
        } catch (RuntimeException e) {
            exchange.refuse(server.failure(replies, path, e), AnswerTags.NONE);
        }
    }

    /**
     * Whether the request is a login or a logout. Its header is not read, so that it can be neither guessed by nor refused for: a
     * client whose token was revoked sends that token with both. What a login itself sends is checked and counted by the action.
     */
    private static boolean login(Action action) {
        return action.permission() == Permission.READ && action.subject().equals(Subject.LOGIN);
    }

    private void write(
            HttpExchange exchange, ResponseTask.Target target, Principal who, AnswerRenderer replies, Action action) {
        exchange.by(who);
        String name = target.repository();
        Permission permission = action.permission();
        if (accessFilter.refuses(exchange, target.site().access(), replies, who, permission, name, action.subject())) {
            return;
        }
        if (permission != Permission.READ || action.subject().confidential()) {
            exchange.about(who, name, action.subject(), permission);
        }
        long millis = server.clock().millis();
        if (action instanceof Action.Receive receive) {
            new UploadHandler(server, replies, exchange, receive, name, who).run();
        } else if (action instanceof Action.Say(Answer answer, Subject _, Permission _)
                && !(answer instanceof Answer.Held)) {
            AnswerTags label = AnswerTags.of(answer, name, "-");
            exchange.refuse(replies.without(answer, label, millis), label);
        } else if (RequestTargets.body(exchange.request.headers())) {
            exchange.refuse(replies.unwanted(exchange.request.method(), millis), AnswerTags.NONE);
        } else {
            exchange.request.resume();
            List<String> via = via(exchange);
            if (!loops(exchange, replies, via, millis)) {
                act(new ResponseTask(server, replies, exchange, target, via), action);
            }
        }
    }

    private void act(ResponseTask task, Action action) {
        switch (action) {
            case Action.Get get -> task.run(get);
            case Action.Do work -> task.run(work);
            case Action.Say(Answer.Held held, Subject subject, Permission _) ->
                task.run(new Action.Do(_ -> held, subject, "-"));
            case Action.Say(Answer answer, Subject _, Permission _) -> task.say(answer);
            case Action.NotAllowed(String allowed) -> task.refuse(allowed);
            // A GET has no body to read.
            case Action.Receive _ -> task.refuse(PAGES);
        }
    }
}
