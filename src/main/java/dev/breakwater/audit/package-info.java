/**
 * The record of who fetched and published what is private: written while it happens, read by a command. Listens to events
 * and is known only to the composition root and the command.
 */
@NullMarked
package dev.breakwater.audit;

import org.jspecify.annotations.NullMarked;
