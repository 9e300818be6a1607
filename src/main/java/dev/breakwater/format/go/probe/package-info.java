/**
 * What an evaluation of mirrors asks module mirrors: lists, infos, go.mod files, zips, and the checksum database that proves
 * them.
 */
@NullMarked
package dev.breakwater.format.go.probe;

import org.jspecify.annotations.NullMarked;
