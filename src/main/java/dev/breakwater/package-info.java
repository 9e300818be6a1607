/**
 * Breakwater, a dependency mirror that keeps builds working while upstreams fail. Only the class that the process starts
 * with is here; all else is in a package named after what it does.
 */
@NullMarked
package dev.breakwater;

import org.jspecify.annotations.NullMarked;
