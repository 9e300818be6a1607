/**
 * The verification of content: the bytes, the check of them, and the verdict. A leaf: independent of formats, store and
 * network. The formats define what is checked.
 */
@NullMarked
package dev.breakwater.verify;

import org.jspecify.annotations.NullMarked;
