/**
 * What is held, in a form that can be searched: a disposable SQLite database beside the store, filled by what happens and
 * made anew by a walk where it is missing. Knows the store and events alone; nothing of a request waits for it.
 */
@NullMarked
package dev.breakwater.catalogue;

import org.jspecify.annotations.NullMarked;
