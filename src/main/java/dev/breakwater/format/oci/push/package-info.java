/** Images that are pushed to this server: uploads, manifests, tags, deletions, and what refers to an image. */
@NullMarked
package dev.breakwater.format.oci.push;

import org.jspecify.annotations.NullMarked;
