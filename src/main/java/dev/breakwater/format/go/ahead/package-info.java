/** What a build will probably ask for next, fetched before it asks: the module graph, and the archives of what it builds. */
@NullMarked
package dev.breakwater.format.go.ahead;

import org.jspecify.annotations.NullMarked;
