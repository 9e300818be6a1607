/**
 * Mirror evaluation: asks each mirror in turn everything that matters when one is to be chosen, compares what they say, and
 * ranks them. Knows how to ask; what a module is, it is told through {@link dev.breakwater.probe.ProbedProtocol}. Nothing here
 * serves a client, and nothing of what was fetched is kept.
 */
@NullMarked
package dev.breakwater.probe;

import org.jspecify.annotations.NullMarked;
