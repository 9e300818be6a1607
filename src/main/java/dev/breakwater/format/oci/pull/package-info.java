/** The content of images: manifests, blobs, tags and lists, and how each is believed. */
@NullMarked
package dev.breakwater.format.oci.pull;

import org.jspecify.annotations.NullMarked;
