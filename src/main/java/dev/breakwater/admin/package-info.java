/**
 * The console for people and the API for programs, served beside the repositories. They show other packages' data and ask the
 * composition root to change things; they decide nothing themselves.
 */
@NullMarked
package dev.breakwater.admin;

import org.jspecify.annotations.NullMarked;
