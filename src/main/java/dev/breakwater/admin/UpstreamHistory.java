package dev.breakwater.admin;

import dev.breakwater.insight.UpstreamStory;
import java.util.List;

/**
 * What has happened with upstreams.
 *
 * @param stories by name, also of those that are not configured any more
 */
public record UpstreamHistory(List<UpstreamStory> stories) {}
