/** Metrics, logs, statistics and alerts: listens to events; only the composition root depends on it. */
@NullMarked
package dev.breakwater.insight;

import org.jspecify.annotations.NullMarked;
