/** Threads, as several packages need them: a leaf, which knows events and nothing else. */
@NullMarked
package dev.breakwater.concurrent;

import org.jspecify.annotations.NullMarked;
