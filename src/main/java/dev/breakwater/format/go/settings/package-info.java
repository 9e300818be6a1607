/** What an operator can say of a repository of Go modules, and what is taken from the go command's own settings. */
@NullMarked
package dev.breakwater.format.go.settings;

import org.jspecify.annotations.NullMarked;
