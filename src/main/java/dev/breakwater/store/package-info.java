/**
 * Keeps what was verified, one file a key, atomically and durably, and holds what is still arriving. Knows nothing of
 * where bytes come from or whether they are right.
 */
@NullMarked
package dev.breakwater.store;

import org.jspecify.annotations.NullMarked;
