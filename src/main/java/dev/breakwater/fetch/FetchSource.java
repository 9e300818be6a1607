package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import java.util.List;

/** The source of a derived resource, or the pointer to another one. See {@link ResourceSource}. */
public interface FetchSource {
    /** Its key in the store. */
    Key key();

    /** The keys that an answer to it is made from. */
    List<Key> keys();

    /** Its origins. */
    Tiers origins();

    /** The request to each of them. */
    UpstreamRequest request();

    /** Gets it for {@code caller}. */
    Answer get(Caller caller) throws InterruptedException;

    /** Fetches or revalidates it in the background. */
    void refresh();

    /** The same for other origins. */
    FetchSource of(Tiers others);

    /** The same, with no byte served before all of it is verified. */
    FetchSource awaited();
}
