package dev.breakwater.repository;

import dev.breakwater.auth.Principal;
import dev.breakwater.auth.Recognition;
import dev.breakwater.fetch.Answer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The answers to requests that are about who sends them, such as a login. */
public final class CallerAnswers {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private CallerAnswers() {}

    /**
     * The answer to the sender that {@code found} is about. Credentials that can't be checked now are trouble, and never wrong.
     *
     * @param identified for one that is identified, or sent no credentials
     * @param wrong for one whose credentials are wrong, given why
     */
    public static Answer of(Recognition found, Function<Principal, Answer> identified, Function<String, Answer> wrong) {
        return switch (found) {
            case Recognition.Identified(Principal who) -> identified.apply(who);
            case Recognition.WrongCredentials(String why, boolean _) -> wrong.apply(why);
            case Recognition.Wait(Duration rest) ->
                new Answer.Trouble("too many wrong credentials came from your address", rest, List.of(), false);
            case Recognition.IssuerDown(String why) ->
                new Answer.Trouble("your credentials can't be verified right now: " + why, RETRY, List.of(), false);
            case Recognition.NeedsVerification _ ->
                new Answer.Trouble("your credentials can't be verified right now", RETRY, List.of(), false);
        };
    }
}
