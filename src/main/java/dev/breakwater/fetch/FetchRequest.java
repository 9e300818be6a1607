package dev.breakwater.fetch;

import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Ask;
import dev.breakwater.upstream.Origin;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import dev.breakwater.web.Cancellation;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch is to bring.
 *
 * @param resource what is wanted
 * @param held what the store held when it was asked for, if anything
 * @param caller on whose behalf
 * @param stored whether something current has been stored since: then there is nothing to fetch any more
 */
record FetchRequest(Resource resource, @Nullable Entry held, Caller caller, BooleanSupplier stored) {
    /** Whatever is held by the time it begins. */
    FetchRequest(Resource resource, @Nullable Entry held, Caller caller) {
        this(resource, held, caller, () -> false);
    }

    /** The same of others. */
    FetchRequest of(Tiers others) {
        return new FetchRequest(resource.of(others), held, caller, stored);
    }

    /** The same with what is held. */
    FetchRequest with(@Nullable Entry entry) {
        return new FetchRequest(resource, entry, caller, stored);
    }

    /** Whether what is held counts for good, so that an upstream may say that it has not changed. */
    boolean holdsConfirmed() {
        return held != null && held.meta().standing() == Standing.CONFIRMED;
    }

    /** The condition to ask {@code origin} with: the ETag that it gave itself to what is held; null if it is to be asked without one. */
    @Nullable
    String heldEtag(Origin origin) {
        return held != null && holdsConfirmed() && !resource.freshness().immutable()
                ? held.meta().etag(origin.name())
                : null;
    }

    /** The question to {@code origin}, from byte {@code from} on, under the condition {@code etag} if there is one. */
    Ask ask(Origin origin, long from, @Nullable String etag) {
        UpstreamRequest asked = resource.recipe().request();
        return new Ask(
                asked.path().at(origin),
                resource.kind().traffic(),
                from,
                etag,
                caller.via(),
                caller.storeOnly(),
                null,
                new Cancellation(),
                asked.headers(),
                asked.kept());
    }
}
