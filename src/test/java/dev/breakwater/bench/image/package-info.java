/** The real clients of container images: how they are got, what they are asked to do, and what they are found to have. */
@NullMarked
package dev.breakwater.bench.image;

import org.jspecify.annotations.NullMarked;
