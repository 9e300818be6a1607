package dev.breakwater.format.npm;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.auth.Token;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerIdentity;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trusted publishing: a CI job exchanges the token of its identity provider for one that publishes one package, so that it holds no
 * secret (npm CLI, {@code lib/utils/oidc.js}). The server has checked the provider's token, and that its holder may publish the
 * package, before anything here runs.
 *
 * <p>The answer is a token of this server rather than the provider's own, which would work too, because clients take it for
 * one of a single package and a short time: they may hand it to scripts of the package, and a provider's token gives all that
 * the rules give to the job, for hours with some providers.
 */
final class TrustedPublishing {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final Set<Permission> GIVEN = Set.of(Permission.READ, Permission.PUBLISH);

    /** Some clients send an empty object. */
    private static final int LARGEST = 64 << 10;

    private final Store store;

    /** Receives requests in {@code store}. */
    TrustedPublishing(Store store) {
        this.store = store;
    }

    /** {@code POST …/exchange/package/<name>}, for a package that is hosted here. */
    Action exchange(PackageName name, CallerIdentity identity) {
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return store.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                return exchanged(name, identity);
            }
        };
        return new Action.Receive(reception, LARGEST, new Subject(name.text(), true));
    }

    private static Answer exchanged(PackageName name, CallerIdentity identity) throws InterruptedException {
        Optional<Token.Issued> issued = identity.narrowed(name.text(), GIVEN, VALID);
        if (issued.isEmpty()) {
            return new Answer.Refused(
                    Answer.RefusalReason.UNKNOWN_SENDER,
                    "only the token of a CI job's identity provider can be exchanged\n"
                            + "publish with your token as it is, or describe the provider below access.oidc in the"
                            + " configuration of this server");
        }
        Map<String, Object> told = new HashMap<>();
        told.put("token", issued.get().text());
        told.put("created", issued.get().token().created().toString());
        told.put("expires", String.valueOf(issued.get().token().expires()));
        return NpmAccounts.json(Answer.Completion.CREATED, told);
    }

    /** The same for a package that is not: whatever else it is, this server does not publish it. */
    static Action refusal(PackageName name) {
        return new Action.Say(new Answer.Absent(
                name + " is not hosted here: no pattern of a repository's private names gives it to this server",
                Duration.ZERO));
    }
}
