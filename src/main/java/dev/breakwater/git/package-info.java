/**
 * Bare clones of untrusted git repositories, kept current by the git program. Independent of Go and modules; nothing that comes
 * with a repository is ever run.
 */
@NullMarked
package dev.breakwater.git;

import org.jspecify.annotations.NullMarked;
