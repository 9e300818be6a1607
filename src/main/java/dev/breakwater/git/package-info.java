/**
 * Bare copies of strangers' git repositories, kept current by the git program. Knows no Go and no module; nothing that
 * came with a repository is ever run.
 */
@NullMarked
package dev.breakwater.git;

import org.jspecify.annotations.NullMarked;
