/**
 * Push hooks: checks that a request is from the code host, and reads which repository was pushed. Independent of the HTTP
 * server and of package formats.
 */
@NullMarked
package dev.breakwater.hook;

import org.jspecify.annotations.NullMarked;
