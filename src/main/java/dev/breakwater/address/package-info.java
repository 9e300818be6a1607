/**
 * Addresses as texts spell them: literals, ranges, and the address that a request comes from, through proxies that are
 * believed or not. Pure, and used by every class that decides by address; dials nothing and asks no name service.
 */
@NullMarked
package dev.breakwater.address;

import org.jspecify.annotations.NullMarked;
