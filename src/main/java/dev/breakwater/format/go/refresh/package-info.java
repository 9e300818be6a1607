/** Indexes of new versions, read page by page, so that new versions of warm modules are fetched before a build needs them. */
@NullMarked
package dev.breakwater.format.go.refresh;

import org.jspecify.annotations.NullMarked;
