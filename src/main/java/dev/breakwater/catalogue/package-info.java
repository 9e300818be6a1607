/**
 * A searchable index of the store: a disposable SQLite database beside it, filled by events and rebuilt by a walk if it is
 * missing. Depends only on the store and events; no client's request waits for it.
 */
@NullMarked
package dev.breakwater.catalogue;

import org.jspecify.annotations.NullMarked;
