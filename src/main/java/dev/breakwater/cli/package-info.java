/** The commands: their names, arguments and output. Other packages do the work; callers pass in the server and the store. */
@NullMarked
package dev.breakwater.cli;

import org.jspecify.annotations.NullMarked;
