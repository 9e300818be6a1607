/** A suite of checks for npm registries of any kind: what their clients, their documentation and HTTP ask of them. */
@NullMarked
package dev.breakwater.bench.conformance;

import org.jspecify.annotations.NullMarked;
