package dev.breakwater.format.oci.push;

import java.time.Instant;

/**
 * What one collection may remove.
 *
 * @param manifests manifests that were not touched since then
 * @param rest everything else that was not
 */
record CollectionLimits(Instant manifests, Instant rest) {}
