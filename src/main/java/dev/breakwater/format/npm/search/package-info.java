/** Searches by text. */
@NullMarked
package dev.breakwater.format.npm.search;

import org.jspecify.annotations.NullMarked;
