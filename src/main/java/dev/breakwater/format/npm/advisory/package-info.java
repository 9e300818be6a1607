/** Audits: what is installed is checked against a registry's advisories, without telling it of the operator's own packages. */
@NullMarked
package dev.breakwater.format.npm.advisory;

import org.jspecify.annotations.NullMarked;
