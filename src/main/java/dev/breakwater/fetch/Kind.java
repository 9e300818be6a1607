package dev.breakwater.fetch;

import dev.breakwater.upstream.Traffic;

/**
 * The kind of a resource.
 *
 * @param label its name in metrics and logs, from a small fixed set, such as {@code zip}
 * @param traffic its class of traffic
 */
public record Kind(String label, Traffic traffic) {}
