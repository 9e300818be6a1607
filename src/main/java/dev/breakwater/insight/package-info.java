/**
 * Metrics and logs: listens to events and is known only to the composition root.
 */
@NullMarked
package dev.breakwater.insight;

import org.jspecify.annotations.NullMarked;
