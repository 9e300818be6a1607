/**
 * Who asks, and what they may do: principals, tokens of our own, tokens of identity providers, permissions. Knows no HTTP
 * server and no package format; what a pattern matches is handed in. Tokens of identity providers are read by nimbus-jose-jwt; which are
 * accepted is said in {@code Jwt}, {@code Jwks} and {@code Issuer}.
 */
@NullMarked
package dev.breakwater.auth;

import org.jspecify.annotations.NullMarked;
