/** Threads for several packages: a leaf, which depends only on events. */
@NullMarked
package dev.breakwater.concurrent;

import org.jspecify.annotations.NullMarked;
