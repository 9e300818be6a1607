/**
 * The engine: from a resource to an answer, through plan, flights and chain. It uses origins, verifiers and the store by their
 * interfaces, and is independent of formats and HTTP.
 */
@NullMarked
package dev.breakwater.fetch;

import org.jspecify.annotations.NullMarked;
