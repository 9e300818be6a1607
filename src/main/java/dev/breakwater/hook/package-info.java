/**
 * Push hooks: whether what a code host sends is really from it, and which repository it is about. Knows no HTTP server and no
 * package format.
 */
@NullMarked
package dev.breakwater.hook;

import org.jspecify.annotations.NullMarked;
