/** The settings of a repository of Go modules, from the configuration and from the go command. */
@NullMarked
package dev.breakwater.format.go.settings;

import org.jspecify.annotations.NullMarked;
