/**
 * The audit log of fetches and publishes of private modules: written as they happen, read by a command. Listens to events; only
 * the composition root and the command depend on it.
 */
@NullMarked
package dev.breakwater.audit;

import org.jspecify.annotations.NullMarked;
