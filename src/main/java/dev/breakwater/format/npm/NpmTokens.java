package dev.breakwater.format.npm;

import dev.breakwater.auth.OwnTokens;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A user's own tokens (npm CLI, {@code lib/commands/token.js}). The holder of an operator's token makes others from it, for this
 * repository, with as many rights at most; the password that npm asks for is that token. See {@link OwnTokens} for who sees and
 * revokes which.
 */
final class NpmTokens {
    private static final int LARGEST = 64 << 10;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final String KIND = "token";

    private final String repository;
    private final Store store;
    private final Events events;

    /** For the repository of that name; receives requests in {@code store}. */
    NpmTokens(String repository, Store store, Events events) {
        this.repository = repository;
        this.store = store;
        this.events = events;
    }

    /** {@code GET /-/npm/v1/tokens}. */
    Action list(CallerIdentity identity) {
        return new Action.Do(
                _ -> NpmAccounts.answer(
                        identity.recognise(), who -> listed(identity.tokens().of(who))),
                Subject.LOGIN,
                KIND);
    }

    private static Answer listed(List<Token> tokens) {
        List<Map<String, Object>> objects =
                tokens.stream().map(NpmTokens::shown).toList();
        return NpmAccounts.json(
                Answer.Completion.OK, Map.of("objects", objects, "total", objects.size(), "urls", Map.of()));
    }

    /** The id is no secret: the beginning of the token that clients show. */
    private static Map<String, Object> shown(Token token) {
        Map<String, Object> shown = new HashMap<>();
        shown.put("key", token.id());
        shown.put("token", "bw_" + token.id());
        shown.put("name", token.origin() == null ? token.name() : token.origin().label());
        shown.put("created", token.created().toString());
        shown.put("updated", token.created().toString());
        shown.put("readonly", token.scope().may().equals(Set.of(Permission.READ)));
        if (token.expires() != null) {
            shown.put("expires", token.expires().toString());
        }
        return shown;
    }

    /** {@code POST /-/npm/v1/tokens}. */
    Action create(CallerIdentity identity) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return store.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                return created(identity, content);
            }
        };
        return new Action.Receive(reception, LARGEST, Subject.LOGIN, Permission.READ);
    }

    private Answer created(CallerIdentity identity, Staged content) throws InterruptedException {
        TokenOrder order;
        try {
            order = TokenOrder.read(content.bytes(LARGEST), repository);
        } catch (IOException e) {
            return new Answer.Malformed(String.valueOf(e.getMessage()));
        }
        Recognition sender = identity.recognise();
        boolean known = sender instanceof Recognition.Identified(Principal who) && !who.anonymous();
        // a stranger gets no password checked
        Recognition maker = known ? identity.recognise(order.password()) : sender;
        return NpmAccounts.answer(sender, by -> NpmAccounts.answer(maker, root -> made(identity, by, root, order)));
    }

    /** For {@code who}, as the header says, from the token that is the password. */
    private Answer made(CallerIdentity identity, Principal who, Principal maker, TokenOrder order) {
        OwnTokens own = identity.tokens();
        Optional<Token> mine = own.current(who);
        Optional<Token> root = own.current(maker);
        if (mine.isEmpty() || root.isEmpty()) {
            return new Answer.Refused(
                    "tokens are made from a token of this server alone, not from the identity of a CI job\n"
                            + "an operator makes one with: breakwater token create");
        }
        if (root.get().origin() != null) {
            return new Answer.Refused("no token can be made from this one, since it was made from another itself\n"
                    + "the password is the token that an operator gave you");
        }
        if (!mine.get().equals(root.get()) && !mine.get().isFrom(root.get())) {
            return new Answer.Refused("the password is not the token of the user that you are logged in as\n"
                    + "log in with it first: npm login --auth-type=legacy");
        }
        return issued(own, root.get(), order.within(maker));
    }

    private Answer issued(OwnTokens own, Token root, TokenOrder order) {
        if (order.scope().may().isEmpty()) {
            return new Answer.Refused(
                    "your token has none of these permissions, so no token with them can be made from it");
        }
        try {
            Optional<Token.Issued> issued = own.issue(root, order.label(), order.scope(), order.time());
            if (issued.isEmpty()) {
                return new Answer.Refused("more than " + OwnTokens.MOST + " tokens can't be made from one\n"
                        + "revoke one with: npm token revoke <id>");
            }
            Map<String, Object> told = shown(issued.get().token());
            told.put("token", issued.get().text());
            return NpmAccounts.json(Answer.Completion.CREATED, told);
        } catch (IOException e) {
            return failed(e);
        }
    }

    /** {@code DELETE /-/npm/v1/tokens/token/<key>}. */
    Action revoke(String key, CallerIdentity identity) {
        return new Action.Do(
                _ -> NpmAccounts.answer(identity.recognise(), who -> revoked(identity.tokens(), who, key)),
                Subject.LOGIN,
                KIND);
    }

    private Answer revoked(OwnTokens own, Principal who, String key) {
        try {
            return own.revoke(who, key)
                    ? new Answer.Done(Answer.Completion.NO_CONTENT, Map.of(), "", new byte[0])
                    : new Answer.Absent(
                            "you have no such token; a token that was made from another can revoke itself alone",
                            Duration.ZERO);
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Answer failed(IOException e) {
        events.publish(new Event.Alarm("tokens", "a user's token can't be made or revoked: " + e.getMessage(), e));
        return new Answer.Trouble("this server can't change its tokens now; its log says why", RETRY, List.of(), false);
    }
}
