package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something that can be asked for.
 *
 * @param key where it is kept
 * @param subject what a permission for it is about, as a module path
 * @param kind what sort of thing it is
 * @param freshness how long it is current
 * @param type its media type
 * @param recipe how it comes about
 * @param ifAbsent what stands in for it where every origin says it does not exist
 * @param inTheDark what stands in for it where no origin answers, in place of a stale copy
 * @param ahead what will be wanted next; fetched behind whoever fetches this
 * @param policy its repository's choices
 */
public record Resource(
        Key key,
        String subject,
        Kind kind,
        Freshness freshness,
        String type,
        Recipe recipe,
        Derivation ifAbsent,
        Derivation inTheDark,
        Supplier<List<Resource>> ahead,
        Policy policy) {
    /**
     * What {@code peers} hold of it: only handed on, with nothing made or fetched besides. It has a key of its own, so that
     * nobody who wants it fetched waits for those who do not.
     */
    Resource heldBy(Tiers peers) {
        return new Resource(
                new Key(key.repository(), key.path() + " of peers"),
                subject,
                kind,
                freshness,
                type,
                recipe.of(peers),
                Derivation.NONE,
                inTheDark,
                List::of,
                policy.notKept());
    }
}
