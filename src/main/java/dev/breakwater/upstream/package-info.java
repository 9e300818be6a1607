/**
 * One exchange with one origin and its outcome, and which origin to ask next. No walk over origins, no verdict on
 * content: those are the engine's.
 */
@NullMarked
package dev.breakwater.upstream;

import org.jspecify.annotations.NullMarked;
