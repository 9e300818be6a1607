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
import dev.breakwater.format.npm.publish.HostedSummary;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.CallerIdentity;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches the packages that are published here, and passes the search on to one upstream, unless the text may name one of the
 * operator's own packages. Packages of such a name that strangers have published are left out of the results.
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
    private static final String NOTICE = "only packages of this server were searched: no upstream answered";

    private final String repository;
    private final Tiers origins;
    private final List<String> patterns;
    private final Predicate<String> own;
    private final HostedSearch hosted;
    private final Fetcher fetcher;

    /**
     * Of {@code repository}.
     *
     * @param patterns those of own packages
     * @param own tells own packages by their names
     */
    public Searches(
            String repository,
            Tiers origins,
            List<String> patterns,
            Predicate<String> own,
            HostedSearch hosted,
            Fetcher fetcher) {
        this.repository = repository;
        this.origins = origins;
        this.patterns = List.copyOf(patterns);
        this.own = own;
        this.hosted = hosted;
        this.fetcher = fetcher;
    }

    /** The action for a search of {@code identity} with {@code query}, as it was sent. */
    public Action action(String query, CallerIdentity identity) {
        SearchQuery search;
        try {
            search = SearchQuery.read(query);
        } catch (IllegalArgumentException e) {
            return new Action.Say(new Answer.Malformed(String.valueOf(e.getMessage())));
        }
        return new Action.Do(
                client -> search(search, identity.readable(), Caller.ANYBODY.of(client)), Subject.PUBLIC, KIND.label());
    }

    private Answer search(SearchQuery search, Predicate<String> readable, Caller caller) throws InterruptedException {
        List<HostedSummary> found = hosted.find(search.words(), readable);
        ObjectNode page = HostedSearch.page(found, search.from(), search.size());
        if (search.mayName(patterns) || origins.tiers().isEmpty()) {
            return done(page, Map.of());
        }
        if (found.isEmpty()) {
            Answer answer = fetcher.get(resource(search), caller);
            return answer instanceof Answer.Held held ? done(foreign(held), Map.of()) : answer;
        }
        ArrayNode objects = page.withArray("objects");
        int room = search.size() - objects.size();
        // one result at least, for the sake of the total
        SearchQuery rest = search.page(Math.max(0, search.from() - found.size()), Math.max(1, room));
        if (!(fetcher.get(resource(rest), caller) instanceof Answer.Held held)) {
            return done(page, Map.of("npm-notice", NOTICE));
        }
        ObjectNode others = foreign(held);
        others.withArray("objects").valueStream().limit(room).forEach(objects::add);
        page.put("total", found.size() + others.path("total").asLong(0));
        return done(page, Map.of());
    }

    private static Answer done(ObjectNode results, Map<String, String> headers) {
        return new Answer.Done(Answer.Completion.OK, headers, TYPE, JSON.writeValueAsBytes(results));
    }

    /** What an upstream has found, without packages whose names are the operator's own. */
    private ObjectNode foreign(Answer.Held held) throws InterruptedException {
        ObjectNode results = (ObjectNode) JSON.readTree(AnswerBytes.bytes(held, LARGEST));
        results.withArray("objects")
                .removeIf(each -> own.test(each.at("/package/name").asString("")));
        return results;
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
