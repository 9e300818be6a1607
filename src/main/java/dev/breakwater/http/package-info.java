/** The HTTP server: routes, the body senders, the hot cache. The only place where an answer becomes a status. */
@NullMarked
package dev.breakwater.http;

import org.jspecify.annotations.NullMarked;
