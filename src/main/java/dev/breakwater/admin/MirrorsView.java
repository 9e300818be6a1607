package dev.breakwater.admin;

import dev.breakwater.insight.UpstreamStory;
import org.jspecify.annotations.Nullable;

/** What the page on the mirrors shows. */
public record MirrorsView(Upstreams upstreams, UpstreamHistory history) {
    /** What has happened with {@code upstream}; null where nothing has. */
    public @Nullable UpstreamStory story(Upstreams.Upstream upstream) {
        return history.stories().stream()
                .filter(story -> story.upstream().equals(upstream.name()))
                .findFirst()
                .orElse(null);
    }
}
