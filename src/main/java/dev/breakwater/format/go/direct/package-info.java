/** Modules from their own repositories, as the go command gets them with {@code GOPROXY=direct}. */
@NullMarked
package dev.breakwater.format.go.direct;

import org.jspecify.annotations.NullMarked;
