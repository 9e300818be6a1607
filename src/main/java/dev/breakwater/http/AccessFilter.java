package dev.breakwater.http;

import dev.breakwater.auth.Access;
import dev.breakwater.auth.Authenticator;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.event.Event;
import dev.breakwater.event.RequestResult;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates and authorizes each request before anything else is done for it. A refusal is the same for every name, whether
 * it exists or not.
 */
final class AccessFilter {
    private final ServerContext server;

    AccessFilter(ServerContext server) {
        this.server = server;
    }

    /** Runs {@code then} for the request's sender, on the event loop, or refuses the request. */
    void admit(HttpExchange exchange, Access access, Supplier<AnswerRenderer> replies, Consumer<Principal> then) {
        String header = exchange.request.getHeader(HttpHeaders.AUTHORIZATION);
        Recognition recognition = access.authenticator().recognise(header, exchange.remote());
        if (header == null || !(recognition instanceof Recognition.NeedsVerification)) {
            decide(exchange, replies, recognition, then);
            return;
        }
        var _ = exchange.watch();
        Thread.ofVirtual().name("verify").start(() -> {
            Recognition found = verified(exchange, access.authenticator(), header);
            exchange.onLoop(() -> decide(exchange, replies, found, then), () -> {});
        });
    }

    private @Nullable Recognition verified(HttpExchange exchange, Authenticator authenticator, String header) {
        try {
            return authenticator.verify(header, exchange.remote());
        } catch (InterruptedException | RuntimeException | Error e) {
            server.events()
                    .publish(new Event.Alarm("auth", "verifying credentials failed with an internal error: " + e, e));
            return null;
        }
    }

    private void decide(
            HttpExchange exchange,
            Supplier<AnswerRenderer> replies,
            @Nullable Recognition recognition,
            Consumer<Principal> then) {
        if (recognition instanceof Recognition.Identified(Principal principal)) {
            then.accept(principal);
        } else {
            turnAway(exchange, refusal(replies.get(), recognition));
        }
    }

    private HttpReply refusal(AnswerRenderer replies, @Nullable Recognition recognition) {
        long millis = server.clock().millis();
        return switch (recognition) {
            case Recognition.Identified _ -> throw new IllegalStateException("not to be refused");
            case Recognition.WrongCredentials(String why, boolean _) -> replies.unauthorised(why, millis);
            case Recognition.Wait(var rest) -> replies.tooMany(rest, millis);
            case Recognition.IssuerDown(String why) -> replies.unavailable(why, millis);
            case Recognition.NeedsVerification _ -> replies.unavailable("the identity provider did not answer", millis);
            case null -> replies.unavailable("this server failed to verify the credentials", millis);
        };
    }

    private static void turnAway(HttpExchange exchange, HttpReply reply) {
        exchange.refuse(reply, AnswerTags.NONE);
    }

    /** Refuses the request if {@code principal} lacks the permission; returns whether it did. */
    boolean refuses(
            HttpExchange exchange,
            Access access,
            AnswerRenderer replies,
            Principal principal,
            Permission what,
            String repository,
            Subject subject) {
        if (access.may(principal, what, repository, subject)) {
            return false;
        }
        exchange.about(principal, repository, subject, what);
        AnswerTags label = new AnswerTags(repository, "-", RequestResult.REFUSED, "-");
        long millis = server.clock().millis();
        boolean helps = what != Permission.READ
                || access.anonymous() == Access.Anonymous.NOTHING
                || (replies.sentOnDemand()
                        && sentNone(exchange)
                        && access.authenticator().knowsCallers());
        exchange.refuse(
                principal.anonymous() && helps
                        ? replies.unauthorised("authentication required", millis)
                        : replies.forbidden(label, what, millis),
                label);
        return true;
    }

    private static boolean sentNone(HttpExchange exchange) {
        return !exchange.request.headers().contains(HttpHeaders.AUTHORIZATION);
    }
}
