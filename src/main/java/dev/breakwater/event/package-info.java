/** Events as plain data. Any class may publish; only the composition root connects listeners. */
@NullMarked
package dev.breakwater.event;

import org.jspecify.annotations.NullMarked;
