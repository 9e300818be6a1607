/**
 * A small format beside Go, which uses all that a format can: the proof that one needs nothing but {@code repository},
 * {@code fetch}, {@code upstream} and {@code store}, and the example in docs/architecture.md.
 */
@NullMarked
package dev.breakwater.notes;

import org.jspecify.annotations.NullMarked;
