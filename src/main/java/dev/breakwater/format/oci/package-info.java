/** Container images: a registry as the distribution specification of the Open Container Initiative (OCI) describes it. */
@NullMarked
package dev.breakwater.format.oci;

import org.jspecify.annotations.NullMarked;
