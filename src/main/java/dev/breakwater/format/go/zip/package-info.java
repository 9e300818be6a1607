/** Module zips: read while they arrive, hashed, and judged as the go command judges them. */
@NullMarked
package dev.breakwater.format.go.zip;

import org.jspecify.annotations.NullMarked;
