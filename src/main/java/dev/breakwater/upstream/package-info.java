/**
 * Upstreams: one exchange with one origin and its outcome, the origins' health, and the order in which to try them. The walk
 * over origins and the verdict on content are in the engine.
 */
@NullMarked
package dev.breakwater.upstream;

import org.jspecify.annotations.NullMarked;
