/**
 * Every setting as a record, the loader that reads them with their places, the mistakes it finds, and what stands in
 * for a file: the user's own environment and go command. Nothing here acts on a setting.
 */
@NullMarked
package dev.breakwater.config;

import org.jspecify.annotations.NullMarked;
