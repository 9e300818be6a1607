package dev.breakwater.http;

import dev.breakwater.auth.Subject;
import dev.breakwater.event.RequestResult;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Client;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Timing;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The task of one answer: gets it on its own virtual thread and hands it to the event loop, which sends it like a hit; content
 * that is still arriving is sent from the virtual thread. Whole answers that stay the same are cached.
 */
final class ResponseTask {
    /**
     * The target of a request.
     *
     * @param hot the answer's key in the hot cache; null if it must not be cached, as for a method whose answer no GET may get
     */
    record Target(
            Site site,
            String path,
            String repository,
            @Nullable String hot) {}

    private final ServerContext server;
    private final AnswerRenderer replies;
    private final HttpExchange exchange;
    private final Target target;
    private final List<String> via;

    ResponseTask(ServerContext server, AnswerRenderer replies, HttpExchange exchange, Target target, List<String> via) {
        this.server = server;
        this.replies = replies;
        this.exchange = exchange;
        this.target = target;
        this.via = via;
    }

    /** Whether the answer is for this client only, whatever it is. */
    private boolean alone() {
        return target.site().access().forEachAlone();
    }

    /** Sends a reply that needs no work and has no content. */
    void say(Answer answer) {
        AnswerTags label = AnswerTags.of(answer, target.repository(), "-");
        Answer told = alone() ? answer.confidentially() : answer;
        exchange.send(replies.without(told, label, server.clock().millis()), label, null);
    }

    /** Refuses an unsupported method. */
    void refuse(String allowed) {
        exchange.send(replies.notAllowed(server.clock().millis(), allowed), AnswerTags.NONE, null);
    }

    /** Gets a resource from the engine. */
    void run(Action.Get get) {
        boolean storeOnly = get.caller().storeOnly();
        Produced thing =
                new Produced(get.resource().kind().label(), get.resource().keys(), get.subject());
        start(thing, client -> server.fetcher().get(get.resource(), new Caller(storeOnly, via, client)));
    }

    /** Runs other work that ends in an answer, which is not cached. */
    void run(Action.Do work) {
        start(new Produced(work.kind(), List.of(), work.subject()), work.task());
    }

    /** A produced answer; {@code keys} are its sources, none if it must not be cached. */
    private record Produced(String kind, List<Key> keys, Subject subject) {}

    private void start(Produced thing, Action.Task task) {
        String line = ClientLine.of(exchange.remote());
        if (!server.waiting().enter(line)) {
            AnswerTags label = new AnswerTags(target.repository(), thing.kind, RequestResult.TROUBLE, "-");
            exchange.send(replies.crowded(server.clock().millis()), label, null);
            return;
        }
        Client client = new Client.Remote(line, exchange.watch());
        Thread.ofVirtual()
                .name(target.path())
                .start(() -> attempt(thing, () -> {
                    try {
                        return task.run(client);
                    } finally {
                        server.waiting().leave(line);
                    }
                }));
    }

    private void attempt(Produced thing, Fetcher.Work work) {
        try {
            int stamp = server.hot().stamp(thing.keys);
            Answer told = varying(work.run());
            Answer answer = alone() ? told.confidentially() : told;
            AnswerTags label = AnswerTags.of(answer, target.repository(), thing.kind);
            if (answer instanceof Answer.Held held) {
                bring(held, label, thing, stamp);
                return;
            }
            send(replies.without(answer, label, server.clock().millis()), label, null);
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            AnswerTags label = new AnswerTags(target.repository(), thing.kind, RequestResult.ERROR, "-");
            send(server.failure(replies, target.path(), e), label, null);
        }
    }

    /** As the request's headers may have decided it: content says so, and an absence is kept by no cache. */
    private Answer varying(Answer answer) {
        Repository repository = target.site().repositories().get(target.repository());
        Repository.Variants variants = repository == null ? null : repository.variants();
        if (variants == null || variants.headers().isEmpty()) {
            return answer;
        }
        return switch (answer) {
            case Answer.Held(Body body, ContentInfo content, CacheInfo cache) ->
                new Answer.Held(body, content.varying(variants.headers()), cache);
            case Answer.Absent(String why, Duration _, boolean confidential) ->
                new Answer.Absent(why, Duration.ZERO, confidential);
            case Answer.Done _, Answer.Refused _, Answer.Malformed _, Answer.Trouble _ -> answer;
        };
    }

    private void bring(Answer.Held held, AnswerTags label, Produced thing, int stamp)
            throws IOException, InterruptedException {
        if (held.body() instanceof Body.Elsewhere) {
            send(replies.head(held, label, server.clock().millis()), label, null);
            return;
        }
        if (held.body() instanceof Body.Growing growing) {
            pump(held, growing, label);
            return;
        }
        PreparedResponse ready = ResponsePreparer.of(held, label.again(), thing.subject, replies.own());
        String hot = target.hot();
        if (!thing.keys.isEmpty()
                && hot != null
                && ready.cacheableUntil > server.clock().millis()) {
            server.hot().remember(hot, target.site(), thing.keys, ready, stamp);
        }
        RequestConditions wanted = RequestConditions.of(exchange.request.headers());
        List<Timing> timings = held.cache().timings();
        send(replies.of(ready, wanted, label, timings, server.clock().millis()), label, ready);
    }

    private void pump(Answer.Held held, Body.Growing growing, AnswerTags label) throws InterruptedException {
        long millis = server.clock().millis();
        if (exchange.head()) {
            growing.release();
            send(replies.head(held, label, millis), label, null);
            return;
        }
        HttpReply reply = replies.growing(held, growing, label, millis);
        HttpReply instead = replies.broken(target.path(), label, millis);
        new GrowingSender(
                        exchange,
                        reply,
                        instead,
                        new ReplyBody.Arriving(growing.tail(), growing.length()),
                        label,
                        server.events())
                .run();
    }

    private void send(HttpReply reply, AnswerTags label, @Nullable PreparedResponse held) {
        exchange.onLoop(() -> DecodedSender.send(server, exchange, reply, label, held), () -> {
            if (held != null) {
                held.release();
            }
        });
    }
}
