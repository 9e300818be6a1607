/** Modules from their own repositories, fetched as the go command does with {@code GOPROXY=direct}. */
@NullMarked
package dev.breakwater.format.go.direct;

import org.jspecify.annotations.NullMarked;
