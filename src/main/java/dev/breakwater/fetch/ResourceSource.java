package dev.breakwater.fetch;

import dev.breakwater.store.Key;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.UpstreamRequest;
import java.util.List;

/** A resource that {@code fetcher} gets. */
public record ResourceSource(Resource resource, Fetcher fetcher) implements FetchSource {
    @Override
    public Key key() {
        return resource.key();
    }

    @Override
    public List<Key> keys() {
        return resource.keys();
    }

    @Override
    public Tiers origins() {
        return resource.recipe().origins();
    }

    @Override
    public UpstreamRequest request() {
        return resource.recipe().request();
    }

    @Override
    public Answer get(Caller caller) throws InterruptedException {
        return fetcher.get(resource, caller);
    }

    @Override
    public void refresh() {
        fetcher.refresh(resource);
    }

    @Override
    public ResourceSource of(Tiers others) {
        return new ResourceSource(resource.of(others), fetcher);
    }

    /** @throws IllegalArgumentException if it only points to another: make the form from that one */
    @Override
    public ResourceSource awaited() {
        if (resource.recipe() instanceof Recipe.Pointed) {
            throw new IllegalArgumentException(resource.key() + " only points to what a form can be made from");
        }
        return new ResourceSource(resource.awaited(), fetcher);
    }
}
