/**
 * What tests and benches share: synthetic modules, a mirror that breaks in every way a mirror can, the real go command,
 * a client that sees the wire as it is. Depends on the JDK alone, so that benches start it without a build. No tests of
 * the product live here.
 */
@NullMarked
package dev.breakwater.testing;

import org.jspecify.annotations.NullMarked;
