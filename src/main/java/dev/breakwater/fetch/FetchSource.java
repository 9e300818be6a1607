package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import java.util.List;

/** Another resource, which one is made from, or points to. See {@link ResourceSource}. */
public interface FetchSource {
    /** Where it is kept. */
    Key key();

    /** The keys that an answer to it is made from. */
    List<Key> keys();

    /** The origins that are asked for it. */
    Tiers origins();

    /** What each of them is asked. */
    UpstreamRequest request();

    /** Gets it for {@code caller}. */
    Answer get(Caller caller) throws InterruptedException;

    /** Fetches or revalidates it in the background. */
    void refresh();

    /** The same of other origins. */
    FetchSource of(Tiers others);

    /** The same, of which nothing is given out before all of it is verified. */
    FetchSource awaited();
}
