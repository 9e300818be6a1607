/**
 * A repository and the contract of a format: from a request to an action, purely. What an action leads to is the
 * engine's; what it looks like on the wire is the edge's.
 */
@NullMarked
package dev.breakwater.repository;

import org.jspecify.annotations.NullMarked;
