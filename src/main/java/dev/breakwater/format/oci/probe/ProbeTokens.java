package dev.breakwater.format.oci.probe;

import dev.breakwater.format.oci.upstream.Challenge;
import dev.breakwater.format.oci.upstream.RegistryToken;
import dev.breakwater.probe.Candidate;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.QuestionSet;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that a registry demands, one for each image, as a client without credentials gets them. A token service is asked over
 * https, or at the registry's own host, and gets none of the registry's credentials.
 */
final class ProbeTokens {
    private static final int UNAUTHORIZED = 401;

    private final QuestionSet.SessionSetup setup;
    private final ProbeSteps steps;
    private final ImageObservations observed;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    ProbeTokens(QuestionSet.SessionSetup setup, ProbeSteps steps, ImageObservations observed) {
        this.setup = setup;
        this.steps = steps;
        this.observed = observed;
    }

    /** Asks for one, if the registry demands it for {@code image} when it is asked for {@code path}. */
    void fetch(String image, String path) {
        ProbeExchange asked = steps.asker()
                .ask(ProbeAsk.of(OciQuestion.DEMAND, "whether " + image + " needs a token", path)
                        .head());
        if (asked.status() == UNAUTHORIZED) {
            Optional<String> token =
                    Challenge.parse(asked.header("www-authenticate")).flatMap(challenge -> token(challenge, image));
            token.ifPresent(text -> tokens.put(image, text));
            observed.token(token.isPresent() ? "yes" : "refused");
        }
    }

    /** {@code ask} with the token for {@code image}, if there is one. */
    ProbeAsk with(ProbeAsk ask, String image) {
        String token = tokens.get(image);
        return token == null ? ask : ask.with("Authorization", "Bearer " + token);
    }

    private Optional<String> token(Challenge challenge, String image) {
        Candidate registry = steps.notebook().candidate();
        URI realm;
        try {
            realm = URI.create(challenge.realm());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean own = registry.base().getHost().equalsIgnoreCase(realm.getHost());
        if (realm.getHost() == null || !("https".equals(realm.getScheme()) || own)) {
            return Optional.empty();
        }
        Candidate service = new Candidate(
                registry.name() + " tokens",
                URI.create(realm.getScheme() + "://" + realm.getRawAuthority()),
                registry.domain(),
                Map.of(),
                registry.proxy(),
                registry.limits());
        Challenge pull = new Challenge(challenge.realm(), challenge.service(), "repository:" + image + ":pull");
        URI question = pull.question(realm);
        String path = String.valueOf(question.getRawPath()).replaceFirst("^/", "");
        ProbeExchange answer = setup.sources()
                .to(service)
                .asker()
                .ask(ProbeAsk.of(OciQuestion.TOKEN, "a token for " + image, path + "?" + question.getRawQuery()));
        byte[] body = answer.body();
        return body == null
                ? Optional.empty()
                : RegistryToken.parse(body, Instant.EPOCH).map(RegistryToken::text);
    }
}
