/** Tarballs, and the record of a version that they are verified by. */
@NullMarked
package dev.breakwater.format.npm.tarball;

import org.jspecify.annotations.NullMarked;
