/**
 * Benchmarks, each a program that starts its own mirror and server on loopback, prints a table of ratios measured side by
 * side, and ends what it started. Depends on the JDK and the testing package alone.
 */
@NullMarked
package dev.breakwater.bench;

import org.jspecify.annotations.NullMarked;
