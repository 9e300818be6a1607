/**
 * Whether builds are safe: one of four states and what is behind it, computed from what is known of the mirrors, the store,
 * the alerts and the traffic. A leaf: pure functions of immutable data, without words in any language; page, API, command and
 * metric all ask here.
 */
@NullMarked
package dev.breakwater.status;

import org.jspecify.annotations.NullMarked;
