/** The checksum database as Go modules use it: its pages, its proofs, and its statements about zips and go.mod files. */
@NullMarked
package dev.breakwater.format.go.checksum;

import org.jspecify.annotations.NullMarked;
