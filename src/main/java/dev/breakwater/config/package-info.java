/**
 * How a configuration is read: blocks, keys and their types, the file with its places, variables and flags, mistakes and
 * suggestions, and what has changed since. What can be set is told by the features and formats, each by a section of its own.
 */
@NullMarked
package dev.breakwater.config;

import org.jspecify.annotations.NullMarked;
