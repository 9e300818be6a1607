/** What manifests say. */
@NullMarked
package dev.breakwater.format.oci.manifest;

import org.jspecify.annotations.NullMarked;
