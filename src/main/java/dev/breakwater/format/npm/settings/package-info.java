/** The configuration of repositories of npm packages, in the file and without one. */
@NullMarked
package dev.breakwater.format.npm.settings;

import org.jspecify.annotations.NullMarked;
