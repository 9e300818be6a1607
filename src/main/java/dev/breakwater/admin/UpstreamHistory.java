package dev.breakwater.admin;

import dev.breakwater.insight.UpstreamStory;
import java.util.List;

/**
 * The histories of the upstreams.
 *
 * @param stories the histories by name, also of upstreams that are no longer configured
 */
public record UpstreamHistory(List<UpstreamStory> stories) {}
