/**
 * Breakwater, a dependency mirror that makes downloads not fail. Here lives the class that the process starts with; all else
 * lives in a package named after what it does.
 */
@NullMarked
package dev.breakwater;

import org.jspecify.annotations.NullMarked;
