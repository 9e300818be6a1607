/** The configuration of a repository of container images. */
@NullMarked
package dev.breakwater.format.oci.settings;

import org.jspecify.annotations.NullMarked;
