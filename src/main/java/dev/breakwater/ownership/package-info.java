/** Which package names are the operator's own, and what owns each: the same for every format. */
@NullMarked
package dev.breakwater.ownership;

import org.jspecify.annotations.NullMarked;
