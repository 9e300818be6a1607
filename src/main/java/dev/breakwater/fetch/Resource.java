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
 * Something that can be asked for.
 *
 * @param key where it is kept
 * @param subject what a permission for it is about, as a module path
 * @param kind what sort of thing it is
 * @param freshness how long it is current
 * @param type its media type; empty if that is what the origin says
 * @param recipe how it comes about
 * @param ifAbsent what stands in for it where every origin says it does not exist
 * @param offlineFallback what stands in for it where no origin answers, in place of a stale copy
 * @param prefetch what will be wanted next; fetched behind this one
 * @param policy its repository's choices
 * @param variant what tells it from other things that are wanted under the same key: these are fetched each by itself, and
 *     what is equal here together
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
        Object variant) {
    /** What most keys have: all who want it mean the same. */
    private static final String THE_ONLY_ONE = "the only one";

    /** The only thing that is wanted under its key. */
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

    /** Its media type, of content of which an origin has said {@code headers}. */
    String type(Map<String, String> headers) {
        return type.isEmpty() ? headers.getOrDefault(KeptHeaders.TYPE, "application/octet-stream") : type;
    }

    /** What clients are told besides, of content of which an origin has said {@code headers}. */
    Map<String, String> told(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return headers;
        }
        Map<String, String> told = new HashMap<>(headers);
        told.remove(KeptHeaders.TYPE);
        return told;
    }

    /** What a flight for it is known by. */
    FlightKey flight() {
        return new FlightKey(key, variant);
    }

    /** The keys that an answer to it is made from: it is another one once one of them has changed. */
    public List<Key> keys() {
        return switch (recipe) {
            case Recipe.Derived derived ->
                Stream.concat(Stream.of(key), derived.source().keys().stream()).toList();
            case Recipe.Pointed pointed -> pointed.pointer().keys();
            case Recipe.One _, Recipe.Agreed _ -> List.of(key);
        };
    }

    /** The same, of which nothing is given out before all of it is verified. */
    Resource awaited() {
        return new Resource(
                key,
                subject,
                kind,
                freshness,
                type,
                recipe,
                ifAbsent,
                offlineFallback,
                prefetch,
                policy.awaited(),
                variant);
    }

    /** The same thing, of others. */
    Resource of(Tiers others) {
        return new Resource(
                key,
                subject,
                kind,
                freshness,
                type,
                recipe.of(others),
                ifAbsent,
                offlineFallback,
                prefetch,
                policy,
                variant);
    }

    /**
     * What {@code peers} hold of it: only handed on, with nothing made or fetched besides. Requests that want
     * it fetched do not wait for those that do not.
     */
    Resource heldBy(Tiers peers) {
        return new Resource(
                key,
                subject,
                kind,
                freshness,
                type,
                recipe.of(peers),
                Derivation.NONE,
                offlineFallback,
                List::of,
                policy.notKept(),
                List.of(variant, peers));
    }
}
