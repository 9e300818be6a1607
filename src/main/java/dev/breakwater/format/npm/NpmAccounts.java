package dev.breakwater.format.npm;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerAnswers;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who a client is, and its login (npm-profile). An operator makes the tokens: a login only checks one, which is its password, and
 * hands it back, so that the client keeps it.
 */
final class NpmAccounts {
    private static final int LARGEST = 64 << 10;
    private static final String KIND = "login";
    private static final String ADVICE =
            "log in with any user name, and with a token of this server as the password; an operator makes one with:"
                    + " breakwater token create";
    private static final JsonMapper JSON = new JsonMapper();

    private final Store store;

    /** Receives logins in {@code store}. */
    NpmAccounts(Store store) {
        this.store = store;
    }

    /** {@code GET /-/whoami}. */
    Action whoAmI(CallerIdentity identity) {
        return known(identity, name -> Map.of("username", name));
    }

    /** {@code GET /-/npm/v1/user}. */
    Action user(CallerIdentity identity) {
        return known(identity, name -> Map.of("name", name, "email", "", "email_verified", false, "tfa", false));
    }

    private static Action known(CallerIdentity identity, Function<String, Map<String, Object>> said) {
        return new Action.Do(
                _ -> answer(identity.recognise(), who -> json(Answer.Completion.OK, said.apply(who.name()))),
                Subject.LOGIN,
                KIND);
    }

    /** {@code POST /-/v1/login}: clients then ask for a name and a password. */
    Action webLogin() {
        return new Action.Say(
                new Answer.Absent("this server has no login page: " + ADVICE, Duration.ZERO), Subject.LOGIN);
    }

    /** {@code PUT /-/user/org.couchdb.user:<user>}. */
    Action login(String user, CallerIdentity identity) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return store.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                return login(user, identity, content);
            }
        };
        return new Action.Receive(reception, LARGEST, Subject.LOGIN, Permission.READ);
    }

    private static Answer login(String user, CallerIdentity identity, Staged content) throws InterruptedException {
        String token;
        try {
            JsonNode sent = JSON.readTree(content.bytes(LARGEST));
            token = sent.path("password").asString("");
        } catch (JacksonException | IOException e) {
            return new Answer.Malformed("a login is a JSON object with a password: " + ADVICE);
        }
        return answer(
                identity.recognise(token),
                _ -> json(
                        Answer.Completion.CREATED,
                        Map.of("ok", true, "id", "org.couchdb.user:" + user, "token", token)));
    }

    /** {@code DELETE /-/user/token/<token>}: the client forgets the token; for the server it stays what it was. */
    Action logout() {
        String notice =
                "the token was not revoked: npm token revoke does that, or an operator with: breakwater token revoke";
        return new Action.Say(
                new Answer.Done(
                        Answer.Completion.OK,
                        Map.of("npm-notice", notice),
                        "application/json",
                        NpmWording.json(Map.of("ok", true, "notice", notice)).getBytes(StandardCharsets.UTF_8)),
                Subject.LOGIN);
    }

    /** What {@code known} answers to an identified caller; any other is told why it is not known. */
    static Answer answer(Recognition found, Function<Principal, Answer> known) {
        return CallerAnswers.of(
                found,
                who -> who.anonymous() ? unknown("you are not logged in") : known.apply(who),
                NpmAccounts::unknown);
    }

    private static Answer unknown(String why) {
        return new Answer.Refused(Answer.RefusalReason.UNKNOWN_SENDER, why + "; " + ADVICE);
    }

    /** An answer with an object of these members. */
    static Answer json(Answer.Completion how, Map<String, Object> members) {
        return new Answer.Done(
                how, Map.of(), "application/json", NpmWording.json(members).getBytes(StandardCharsets.UTF_8));
    }
}
