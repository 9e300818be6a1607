/**
 * Mirror evaluation: sends each mirror the requests that matter for a choice, compares the answers, and ranks the mirrors. What
 * to ask, and what the answers prove, a format brings with its {@link dev.breakwater.probe.Prober}; limits, measurements,
 * comparison and ranking are the same for all. Nothing here serves a client, and nothing fetched is kept.
 */
@NullMarked
package dev.breakwater.probe;

import org.jspecify.annotations.NullMarked;
