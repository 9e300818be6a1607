/**
 * Breakwater, a dependency mirror that makes downloads not fail. Here live the command line ({@code Main}) and the
 * composition root ({@code Server}); everything else lives in a package named after what it does.
 */
@NullMarked
package dev.breakwater;

import org.jspecify.annotations.NullMarked;
