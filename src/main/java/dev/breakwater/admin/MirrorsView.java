package dev.breakwater.admin;

import dev.breakwater.insight.UpstreamStory;
import org.jspecify.annotations.Nullable;

/** The data of the page on mirrors. */
public record MirrorsView(Upstreams upstreams, UpstreamHistory history) {
    /** The history of {@code upstream}; null if there is none. */
    public @Nullable UpstreamStory story(Upstreams.Upstream upstream) {
        return history.stories().stream()
                .filter(story -> story.upstream().equals(upstream.name()))
                .findFirst()
                .orElse(null);
    }
}
