/**
 * Signatures of registries over {@code <name>@<version>:<integrity>} (docs.npmjs.com, "ECDSA registry signatures"), checked with
 * keys that are built in or configured: never with keys that a mirror sends.
 */
@NullMarked
package dev.breakwater.format.npm.signature;

import org.jspecify.annotations.NullMarked;
