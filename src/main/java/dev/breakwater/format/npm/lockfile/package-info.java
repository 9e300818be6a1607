/** Lock files of npm, pnpm and yarn: the tarballs that they pin. */
@NullMarked
package dev.breakwater.format.npm.lockfile;

import org.jspecify.annotations.NullMarked;
