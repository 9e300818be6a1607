/**
 * The console for people and the API for programs: what is served beside the repositories. It shows what other packages know and
 * asks the composition root to change things; it decides nothing itself.
 */
@NullMarked
package dev.breakwater.admin;

import org.jspecify.annotations.NullMarked;
