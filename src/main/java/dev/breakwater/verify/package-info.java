/**
 * What it takes to believe bytes: content, the check of one content, and the verdict. A leaf: knows no format,
 * no store and no network. What exactly is checked belongs to the formats.
 */
@NullMarked
package dev.breakwater.verify;

import org.jspecify.annotations.NullMarked;
