/**
 * Authentication and authorization: principals, tokens of our own, tokens of identity providers, permissions. Independent of
 * the HTTP server and of package formats; callers pass in what a pattern matches. nimbus-jose-jwt parses the tokens of identity
 * providers; {@code Jwt}, {@code Jwks} and {@code Issuer} decide which are accepted.
 */
@NullMarked
package dev.breakwater.auth;

import org.jspecify.annotations.NullMarked;
