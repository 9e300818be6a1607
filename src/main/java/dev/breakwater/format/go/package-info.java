/**
 * Go modules: the GOPROXY and checksum database protocols, module paths, versions and zips.
 */
@NullMarked
package dev.breakwater.format.go;

import org.jspecify.annotations.NullMarked;
