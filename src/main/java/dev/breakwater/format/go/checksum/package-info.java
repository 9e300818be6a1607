/** The checksum database as Go modules use it: its pages, its proofs, and what it says of a zip or a go.mod. */
@NullMarked
package dev.breakwater.format.go.checksum;

import org.jspecify.annotations.NullMarked;
