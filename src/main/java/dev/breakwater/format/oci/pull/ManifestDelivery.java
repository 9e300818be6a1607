package dev.breakwater.format.oci.pull;

import dev.breakwater.format.oci.name.ContentDigest;

/** Brings manifests here. */
@FunctionalInterface
public interface ManifestDelivery {
    /** Whether the manifest of that digest is here, or a registry has just delivered it. */
    boolean brings(ContentDigest digest) throws InterruptedException;
}
