/** How registries are asked: tokens, and what their responses say. */
@NullMarked
package dev.breakwater.format.oci.upstream;

import org.jspecify.annotations.NullMarked;
