package dev.breakwater.format.npm.search;

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
import dev.breakwater.repository.Action;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
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
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes searches on to one upstream, unless the text may name one of the operator's own packages. Packages of that name that
 * strangers have published are left out of the results.
 */
public final class Searches {
    private static final String PATH = "-/v1/search";
    private static final Kind KIND = new Kind("search", Traffic.METADATA);
    private static final Freshness FRESH = Freshness.of(Duration.ofMinutes(1));
    private static final int LARGEST = 4 << 20;
    private static final String TYPE = "application/json";
    private static final Policy POLICY =
            new Policy(Duration.ofSeconds(10), Policy.Unverified.REFUSE, false, false, Duration.ZERO, false);
    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] NOTHING = "{\"objects\":[],\"total\":0}".getBytes(StandardCharsets.UTF_8);

    private final String repository;
    private final Tiers origins;
    private final List<String> patterns;
    private final Predicate<String> own;
    private final Fetcher fetcher;

    /**
     * Of {@code repository}.
     *
     * @param patterns those of own packages
     * @param own tells own packages by their names
     */
    public Searches(String repository, Tiers origins, List<String> patterns, Predicate<String> own, Fetcher fetcher) {
        this.repository = repository;
        this.origins = origins;
        this.patterns = List.copyOf(patterns);
        this.own = own;
        this.fetcher = fetcher;
    }

    /** The action for a search with {@code query}, as it was sent. */
    public Action action(String query) {
        SearchQuery search;
        try {
            search = SearchQuery.read(query);
        } catch (IllegalArgumentException e) {
            return new Action.Say(new Answer.Malformed(String.valueOf(e.getMessage())));
        }
        return search.mayName(patterns)
                ? new Action.Say(done(NOTHING))
                : new Action.Do(client -> get(search, Caller.ANYBODY.of(client)), Subject.PUBLIC, KIND.label());
    }

    private Answer get(SearchQuery search, Caller caller) throws InterruptedException {
        Answer answer = fetcher.get(resource(search), caller);
        return answer instanceof Answer.Held held ? done(without(AnswerBytes.bytes(held, LARGEST))) : answer;
    }

    private static Answer done(byte[] json) {
        return new Answer.Done(Answer.Completion.OK, Map.of(), TYPE, json);
    }

    private byte[] without(byte[] found) {
        JsonNode results = JSON.readTree(found);
        if (results instanceof ObjectNode all && all.get("objects") instanceof ArrayNode objects) {
            objects.removeIf(each -> own.test(each.at("/package/name").asString("")));
        }
        return JSON.writeValueAsBytes(results);
    }

    private Resource resource(SearchQuery search) {
        return new Resource(
                new Key(
                        repository,
                        PATH + "/"
                                + Digest.of(search.encoded().getBytes(StandardCharsets.UTF_8))
                                        .hex()),
                PATH,
                KIND,
                FRESH,
                TYPE,
                new Recipe.One(origins, PATH + "?" + search.encoded(), Verifier.of(LARGEST, () -> Searches::verdict)),
                Derivation.NONE,
                Derivation.NONE,
                List::of,
                POLICY);
    }

    /** Results have no proof; whatever else a registry may send in their place is not passed on. */
    private static Verdict verdict(Content results) {
        try {
            return JSON.readTree(results.bytes(LARGEST)).path("objects").isArray()
                    ? new Verdict.Verified("the upstream that was searched")
                    : new Verdict.Rejected("has no array \"objects\"");
        } catch (JacksonException e) {
            return new Verdict.Rejected("is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("reading back the received bytes", e);
        }
    }
}
