/**
 * The status of builds: one of four states and its reasons, computed from the state of the mirrors, the store, the alerts and
 * the traffic. A leaf: pure functions of immutable data, without texts in any language; page, API, command and metric all use
 * it.
 */
@NullMarked
package dev.breakwater.status;

import org.jspecify.annotations.NullMarked;
