/** The format of npm packages: the registry's protocol as npm, pnpm and yarn speak it. {@code docs/npm.md} describes it. */
@NullMarked
package dev.breakwater.format.npm;

import org.jspecify.annotations.NullMarked;
