package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.upstream.KeptHeaders;
import dev.breakwater.upstream.Tiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A resource that a client can request.
 *
 * @param key its key in the store
 * @param subject the subject of a permission for it, such as a module path
 * @param kind its kind
 * @param freshness how long it is current
 * @param type its media type; empty to use the origin's
 * @param recipe the way to get it
 * @param ifAbsent the substitute if every origin says "not found"
 * @param offlineFallback the substitute if no origin answers, in place of a stale copy
 * @param prefetch the probable next requests; fetched behind this one
 * @param policy its repository's policy
 * @param variant what distinguishes it from other resources under the same key: only equal ones share a fetch
 * @param shown its name in messages to clients
 */
public record Resource(
        Key key,
        String subject,
        Kind kind,
        Freshness freshness,
        String type,
        Recipe recipe,
        Derivation ifAbsent,
        Derivation offlineFallback,
        Supplier<List<Resource>> prefetch,
        Policy policy,
        Object variant,
        String shown) {
    /**
     * A variant that an absence is of alone: the origins may have what is under the key by another path, so that "not found" is
     * remembered for this variant only, and not stored.
     */
    public interface OwnAbsence {}

    /** The usual variant: one resource per key. */
    private static final String THE_ONLY_ONE = "the only one";

    /** A resource that is the only one under its key. */
    public Resource(
            Key key,
            String subject,
            Kind kind,
            Freshness freshness,
            String type,
            Recipe recipe,
            Derivation ifAbsent,
            Derivation offlineFallback,
            Supplier<List<Resource>> prefetch,
            Policy policy) {
        this(key, subject, kind, freshness, type, recipe, ifAbsent, offlineFallback, prefetch, policy, THE_ONLY_ONE);
    }

    /** A resource that messages call by its path. */
    public Resource(
            Key key,
            String subject,
            Kind kind,
            Freshness freshness,
            String type,
            Recipe recipe,
            Derivation ifAbsent,
            Derivation offlineFallback,
            Supplier<List<Resource>> prefetch,
            Policy policy,
            Object variant) {
        this(
                key,
                subject,
                kind,
                freshness,
                type,
                recipe,
                ifAbsent,
                offlineFallback,
                prefetch,
                policy,
                variant,
                key.path());
    }

    /** The same, which messages call {@code name}. */
    public Resource called(String name) {
        return copy(recipe, ifAbsent, prefetch, policy, variant, name);
    }

    /** The same, distinguished from other resources under the same key by {@code by}. */
    public Resource distinct(Object by) {
        return copy(recipe, ifAbsent, prefetch, policy, by, shown);
    }

    /** What an absence of it is remembered under. */
    Object absence() {
        return isAbsentAlone() ? flight() : key;
    }

    /** Whether an absence of it says nothing of other resources under its key. */
    boolean isAbsentAlone() {
        return variant instanceof OwnAbsence;
    }

    /** Its media type, given the origin's {@code headers}. */
    String type(Map<String, String> headers) {
        return type.isEmpty() ? headers.getOrDefault(KeptHeaders.TYPE, "application/octet-stream") : type;
    }

    /** The further headers for clients, given the origin's {@code headers}. */
    Map<String, String> told(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return headers;
        }
        Map<String, String> told = new HashMap<>(headers);
        told.remove(KeptHeaders.TYPE);
        if (type.isEmpty()) {
            // a mirror may call its content a page: a browser must not run it as one of this server's
            told.put("content-security-policy", "sandbox");
        }
        return told;
    }

    /** The key of a flight for it. */
    FlightKey flight() {
        return new FlightKey(key, variant);
    }

    /** The keys that an answer to it is made from: a change of one of them changes the answer. */
    public List<Key> keys() {
        return switch (recipe) {
            case Recipe.Derived derived ->
                Stream.concat(Stream.of(key), derived.source().keys().stream()).toList();
            case Recipe.Pointed pointed -> pointed.pointer().keys();
            case Recipe.One _, Recipe.Agreed _ -> List.of(key);
        };
    }

    /** The same, with no byte served before all of it is verified. */
    Resource awaited() {
        return copy(recipe, ifAbsent, prefetch, policy.awaited(), variant, shown);
    }

    /** The same for other origins. */
    Resource of(Tiers others) {
        return copy(recipe.of(others), ifAbsent, prefetch, policy, variant, shown);
    }

    /**
     * The same from {@code peers}' stores: only passed on, with nothing else made or fetched. Requests that may fetch it don't
     * wait for these.
     */
    Resource heldBy(Tiers peers) {
        return copy(recipe.of(peers), Derivation.NONE, List::of, policy.notKept(), List.of(variant, peers), shown);
    }

    private Resource copy(
            Recipe otherRecipe,
            Derivation otherIfAbsent,
            Supplier<List<Resource>> otherPrefetch,
            Policy otherPolicy,
            Object otherVariant,
            String otherShown) {
        return new Resource(
                key,
                subject,
                kind,
                freshness,
                type,
                otherRecipe,
                otherIfAbsent,
                offlineFallback,
                otherPrefetch,
                otherPolicy,
                otherVariant,
                otherShown);
    }
}
