/**
 * Mirror evaluation: sends each mirror the requests that matter for a choice, compares the answers, and ranks the mirrors.
 * {@link dev.breakwater.probe.ProbedProtocol} tells it the format's paths and rules. Nothing here serves a client, and nothing
 * fetched is kept.
 */
@NullMarked
package dev.breakwater.probe;

import org.jspecify.annotations.NullMarked;
