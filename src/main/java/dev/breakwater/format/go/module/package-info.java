/** The names and texts of the Go module protocol: module paths, versions, lists, go.mod files, requests. No I/O. */
@NullMarked
package dev.breakwater.format.go.module;

import org.jspecify.annotations.NullMarked;
