package dev.breakwater.fetch;

import dev.breakwater.upstream.Traffic;

/**
 * What sort of thing a resource is.
 *
 * @param label the sort's name in metrics and logs, from a small fixed set, as in {@code zip}
 * @param traffic how origins treat it
 */
public record Kind(String label, Traffic traffic) {}
