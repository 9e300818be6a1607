package dev.breakwater.format.npm.advisory;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Reception;
import dev.breakwater.store.Key;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Store;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.verify.Check;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import dev.breakwater.verify.Verdict;
import dev.breakwater.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Answers audits from the upstreams that are asked for advisories. The same audit is answered from memory or disk for five
 * minutes. If no upstream answers, the audit fails: an empty answer would say that all is well.
 */
public final class Audits {
    private static final Kind KIND = new Kind("audit", Traffic.METADATA);
    private static final Freshness FRESH = Freshness.of(Duration.ofMinutes(5));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String JSON = "application/json";
    private static final int LARGEST_ANSWER = 4 << 20;

    /** How many audits are in memory at once: each may have 8 MiB, inflated. */
    private static final int AT_ONCE = 3;

    private static final Policy POLICY =
            new Policy(PATIENCE, Policy.Unverified.REFUSE, true, false, Duration.ofMinutes(5), false);

    private final String repository;
    private final Tiers origins;
    private final Predicate<String> own;
    private final Store store;
    private final Fetcher fetcher;
    private final Semaphore room = new Semaphore(AT_ONCE);

    /**
     * Of {@code repository}.
     *
     * @param origins the upstreams that are asked for advisories
     * @param own tells own packages by their names
     */
    public Audits(String repository, Tiers origins, Predicate<String> own, Store store, Fetcher fetcher) {
        this.repository = repository;
        this.origins = origins;
        this.own = own;
        this.store = store;
        this.fetcher = fetcher;
    }

    /** The action for an audit that is sent to {@code service}; {@code gzip} if its body is coded so. */
    public Action action(NpmPath.Service service, boolean gzip) {
        if (origins.all().isEmpty()) {
            return new Action.Say(new Answer.Absent(
                    "no upstream is asked for advisories: set audit: true at one, in the configuration of this server",
                    Duration.ZERO));
        }
        Reception reception = new Reception() {
            @Override
            public Staged stage() throws IOException {
                return store.stage();
            }

            @Override
            public Answer keep(Staged content, String by) throws InterruptedException {
                room.acquire();
                try {
                    return answer(service, content, gzip);
                } finally {
                    room.release();
                }
            }
        };
        return new Action.Receive(reception, AuditRequest.LARGEST, Subject.PUBLIC, Permission.READ);
    }

    private Answer answer(NpmPath.Service service, Content content, boolean gzip) throws InterruptedException {
        AuditRequest request;
        try {
            request = AuditRequest.read(content.bytes(AuditRequest.LARGEST), gzip, own);
        } catch (IllegalArgumentException e) {
            return new Answer.Malformed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading back an audit", e);
        }
        if (request.empty()) {
            return done("{}".getBytes(StandardCharsets.UTF_8));
        }
        Answer answer = fetcher.get(resource(service, request), Caller.ANYBODY);
        return switch (answer) {
            case Answer.Held held -> done(AnswerBytes.bytes(held, LARGEST_ANSWER));
            case Answer.Absent absent ->
                new Answer.Trouble("no upstream answers audits: " + absent.why(), PATIENCE, List.of(), false);
            default -> answer;
        };
    }

    private static Answer done(byte[] json) {
        return new Answer.Done(Answer.Completion.OK, Map.of(), JSON, json);
    }

    private Resource resource(NpmPath.Service service, AuditRequest request) {
        return new Resource(
                new Key(
                        repository,
                        service.path() + "/" + Digest.of(request.json()).hex()),
                service.path(),
                KIND,
                FRESH,
                JSON,
                new Recipe.One(
                        origins,
                        UpstreamRequest.posting(service.path(), request.json()),
                        Verifier.of(LARGEST_ANSWER, () -> (Check) Audits::verdict)),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                POLICY);
    }

    /** Advisories have no proof; an error with a good status is none of them. */
    private static Verdict verdict(Content answer) {
        try (JsonParser json = RegistryJson.parser(answer.stream())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Verdict.Rejected("is not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                if (json.currentName().equals("error")) {
                    return new Verdict.Rejected("is an error");
                }
                json.nextToken();
                json.skipChildren();
            }
            return new Verdict.Verified("the upstream that is asked for advisories");
        } catch (JacksonException e) {
            return new Verdict.Rejected("is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("reading back the received bytes", e);
        }
    }
}
