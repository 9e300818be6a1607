/** Real clients against a real server over mirrors made by the test. What a promise to a user of the go command comes down to. */
@NullMarked
package dev.breakwater.e2e;

import org.jspecify.annotations.NullMarked;
