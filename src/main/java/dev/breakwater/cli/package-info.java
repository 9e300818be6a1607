/**
 * The commands: what they are called, what they take, what they print. What they do is done elsewhere; the server and
 * the store are handed in.
 */
@NullMarked
package dev.breakwater.cli;

import org.jspecify.annotations.NullMarked;
