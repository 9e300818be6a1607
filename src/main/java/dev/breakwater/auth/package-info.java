/**
 * Who asks, and what they may do: principals, tokens of our own, tokens of identity providers, permissions. Knows no HTTP
 * server and no package format; what a pattern matches and how keys are fetched is handed in.
 */
@NullMarked
package dev.breakwater.auth;

import org.jspecify.annotations.NullMarked;
