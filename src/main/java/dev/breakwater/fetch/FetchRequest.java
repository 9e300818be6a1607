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
 * The request of one fetch.
 *
 * @param resource the resource to fetch
 * @param held the stored entry at the time of the request, if any
 * @param caller the caller
 * @param stored whether a current entry has been stored since: then there is nothing left to fetch
 */
record FetchRequest(Resource resource, @Nullable Entry held, Caller caller, BooleanSupplier stored) {
    /** A request for which the entry is looked up when it begins. */
    FetchRequest(Resource resource, @Nullable Entry held, Caller caller) {
        this(resource, held, caller, () -> false);
    }

    /** The same for other origins. */
    FetchRequest of(Tiers others) {
        return new FetchRequest(resource.of(others), held, caller, stored);
    }

    /** The same with the stored entry. */
    FetchRequest with(@Nullable Entry entry) {
        return new FetchRequest(resource, entry, caller, stored);
    }

    /** Whether the stored entry is confirmed, so that an upstream may answer "not modified". */
    boolean holdsConfirmed() {
        return held != null && held.meta().standing() == Standing.CONFIRMED;
    }

    /** The condition for {@code origin}: the ETag that it gave itself to the stored entry; null for none. */
    @Nullable
    String heldEtag(Origin origin) {
        return held != null && holdsConfirmed() && !resource.freshness().immutable()
                ? held.meta().etag(origin.name())
                : null;
    }

    /**
     * The request to {@code origin}, from byte {@code from} on, or from the first if it may send gzip: a part of that can't be
     * decoded. With the condition {@code etag} if there is one. */
    Ask ask(Origin origin, long from, @Nullable String etag) {
        UpstreamRequest asked = resource.recipe().request();
        return new Ask(
                asked.path().at(origin),
                resource.kind().traffic(),
                asked.gzip() ? 0 : from,
                etag,
                caller.via(),
                caller.storeOnly(),
                null,
                new Cancellation(),
                asked.headers(),
                asked.kept(),
                asked.gzip(),
                asked.body(),
                false);
    }
}
