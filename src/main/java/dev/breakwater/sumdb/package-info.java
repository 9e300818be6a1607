/**
 * The checksum database: notes, tree heads, proofs and tiles. Pure: bytes come through a {@code Source}, {@code Heads} stores
 * the head; nothing here does I/O of its own.
 */
@NullMarked
package dev.breakwater.sumdb;

import org.jspecify.annotations.NullMarked;
