/** Indexes of new versions: read page by page, so that what is kept warm is fetched before a build asks for it. */
@NullMarked
package dev.breakwater.format.go.refresh;

import org.jspecify.annotations.NullMarked;
