/**
 * The audit log of fetches and publishes of private modules: written as they happen, read by a command. Listens to events
 * and is known only to the composition root and the command.
 */
@NullMarked
package dev.breakwater.audit;

import org.jspecify.annotations.NullMarked;
