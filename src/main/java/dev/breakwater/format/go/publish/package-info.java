/** Versions that are published here: packed, checked, committed. */
@NullMarked
package dev.breakwater.format.go.publish;

import org.jspecify.annotations.NullMarked;
