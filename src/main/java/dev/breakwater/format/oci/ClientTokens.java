package dev.breakwater.format.oci;

import dev.breakwater.auth.Credential;
import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Recognition;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerAnswers;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How clients learn whether to authenticate, and get the token that they send from then on (distribution's token authentication
 * specification). The token is what they authenticate with anyway, or the one that names no caller: rights are checked at each
 * request, so nothing has to be granted, signed or kept here.
 */
final class ClientTokens {
    /** The path of the token service below {@code /v2/}. */
    static final String PATH = "token";

    private static final String JSON = "application/json";
    private static final int LASTS_SECONDS = 300;

    private ClientTokens() {}

    /**
     * The answer at {@code /v2/}. A client takes 200 for "send no credentials", so it is 401 if some caller could be identified, and
     * this one has sent nothing.
     */
    static Action api(Request request) {
        CallerIdentity sender = request.identity();
        boolean asked = request.header("Authorization") != null;
        Action.Task task = _ -> {
            if (!asked && sender.knowsCallers()) {
                return new Answer.Refused(Answer.RefusalReason.UNKNOWN_SENDER, "authentication required");
            }
            return asked ? answer(sender.recognise(), ClientTokens::registry) : registry();
        };
        return new Action.Do(task, Subject.LOGIN, "-", Permission.READ);
    }

    private static Answer registry() {
        return json("{}", Map.of());
    }

    private static Answer json(String text, Map<String, String> headers) {
        return new Answer.Done(Answer.Completion.OK, headers, JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(Recognition found, Supplier<Answer> right) {
        return CallerAnswers.of(
                found, _ -> right.get(), why -> new Answer.Refused(Answer.RefusalReason.UNKNOWN_SENDER, why));
    }

    /** Serves {@code /v2/token}. */
    record TokenService() implements Repository {
        @Override
        public Action action(Request request) {
            if (!request.method().equals("GET")) {
                // clients that try the form of RFC 6749 go on with this one then
                return new Action.NotAllowed("GET, HEAD");
            }
            CallerIdentity sender = request.identity();
            String header = request.header("Authorization");
            return new Action.Do(
                    _ -> answer(sender.recognise(), () -> token(header)), Subject.LOGIN, "-", Permission.READ);
        }

        private static Answer token(@Nullable String header) {
            String sent = header == null ? null : Credential.of(header);
            String token = sent == null ? Credential.ANONYMOUS : sent;
            return json(
                    OciWording.json(Map.of("token", token, "access_token", token, "expires_in", LASTS_SECONDS)),
                    Map.of());
        }

        @Override
        public Map<String, String> headers(Request request) {
            return RegistryHeaders.VERSION;
        }

        @Override
        public Wording wording(String path) {
            return OciWording.OF_REGISTRY;
        }
    }
}
