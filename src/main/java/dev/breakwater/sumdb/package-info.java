/**
 * The checksum database: notes, tree heads, proofs and tiles. Pure: bytes come through a source, the head is kept by
 * the listener it is given; nothing here does I/O of its own.
 */
@NullMarked
package dev.breakwater.sumdb;

import org.jspecify.annotations.NullMarked;
