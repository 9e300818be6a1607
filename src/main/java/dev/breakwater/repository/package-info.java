/**
 * A repository and the contract of a format: from a request to an action, purely. The engine runs actions; the HTTP server
 * renders answers.
 */
@NullMarked
package dev.breakwater.repository;

import org.jspecify.annotations.NullMarked;
