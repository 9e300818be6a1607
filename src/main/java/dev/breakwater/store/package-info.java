/**
 * The store: keeps verified content, one file per key, atomically and durably, and stages content that is still arriving. It
 * doesn't know where bytes come from or whether they are correct.
 */
@NullMarked
package dev.breakwater.store;

import org.jspecify.annotations.NullMarked;
