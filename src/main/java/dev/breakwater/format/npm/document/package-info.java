/** The documents of packages ("packuments"): read as streams, merged from several registries, and written in their two forms. */
@NullMarked
package dev.breakwater.format.npm.document;

import org.jspecify.annotations.NullMarked;
