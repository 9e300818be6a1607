/**
 * Every setting as a record, the loader that reads them with their places, and the mistakes it finds. Nothing here
 * acts on a setting.
 */
@NullMarked
package dev.breakwater.config;

import org.jspecify.annotations.NullMarked;
