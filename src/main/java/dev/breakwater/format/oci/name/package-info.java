/** Names of images, references to their manifests, and the paths of a registry. */
@NullMarked
package dev.breakwater.format.oci.name;

import org.jspecify.annotations.NullMarked;
