/**
 * The configuration reader: blocks, keys and their types, the file with its places, variables and flags, mistakes and
 * suggestions, and changes at run time. The features and formats define the keys, each in its own section.
 */
@NullMarked
package dev.breakwater.config;

import org.jspecify.annotations.NullMarked;
