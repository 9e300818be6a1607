/**
 * Addresses in text form: literals, ranges, and a request's client address, through trusted or untrusted proxies. Pure, and
 * used by every class that decides by address; does no DNS lookup and no I/O.
 */
@NullMarked
package dev.breakwater.address;

import org.jspecify.annotations.NullMarked;
