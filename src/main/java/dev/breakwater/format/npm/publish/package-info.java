/** The packages that are published here: what clients send, what is stored of it, and how both change. */
@NullMarked
package dev.breakwater.format.npm.publish;

import org.jspecify.annotations.NullMarked;
