/** Folders that {@code GOPROXY=file://…} can name: written from a store, and read into one. */
@NullMarked
package dev.breakwater.format.go.folder;

import org.jspecify.annotations.NullMarked;
