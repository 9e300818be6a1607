/**
 * Metrics and logs: listens to events and is known by nobody but the composition root.
 */
@NullMarked
package dev.breakwater.insight;

import org.jspecify.annotations.NullMarked;
