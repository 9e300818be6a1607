package dev.breakwater.format.npm;

import dev.breakwater.fetch.Caller;
import java.util.List;

/**
 * The packages under one pattern.
 *
 * @param resources their resources
 * @param hosted whether this server is their only source
 */
record OwnedResources(NpmResources resources, boolean hosted) {
    /** The caller for a request with {@code storeOnly}: hosted packages have no other source than the store. */
    Caller caller(boolean storeOnly) {
        return new Caller(storeOnly || hosted, List.of());
    }
}
