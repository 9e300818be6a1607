/** Module zips: read while they arrive, hashed, and checked by the go command's rules. */
@NullMarked
package dev.breakwater.format.go.zip;

import org.jspecify.annotations.NullMarked;
