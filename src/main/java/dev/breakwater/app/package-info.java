/**
 * The composition root: {@code Server} puts the whole system together, {@code CommandLine} the commands. Only this package
 * knows them all, and no other package knows it.
 */
@NullMarked
package dev.breakwater.app;

import org.jspecify.annotations.NullMarked;
