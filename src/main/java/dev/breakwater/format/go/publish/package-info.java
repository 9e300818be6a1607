/** Versions that are published here: packed, judged, committed. */
@NullMarked
package dev.breakwater.format.go.publish;

import org.jspecify.annotations.NullMarked;
