/**
 * The engine: from a resource to an answer, through plan, flights and chain. Knows origins, verifiers and the store by
 * their interfaces; knows no format and no HTTP.
 */
@NullMarked
package dev.breakwater.fetch;

import org.jspecify.annotations.NullMarked;
