/** What things are called and how they are written: module paths, versions, lists, go.mod files, requests. No I/O. */
@NullMarked
package dev.breakwater.format.go.module;

import org.jspecify.annotations.NullMarked;
