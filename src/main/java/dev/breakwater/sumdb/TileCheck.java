package dev.breakwater.sumdb;

import dev.breakwater.verify.Verdict;

/**
 * Tells whether bytes are the tile that was asked for. Uses only the processor; may be called by any thread, any number
 * of times. {@code Verified}: they are. {@code Rejected}: they are not, and their sender is at fault.
 * {@code Unverifiable}: they do not fit what the others sent, and the fault can't be located: ask another source,
 * blame none.
 *
 * <p>Two that are equal come to the same verdict on the same bytes, so what was fetched for one serves the other. Where that
 * cannot be said of two, they are not equal.
 */
@FunctionalInterface
public interface TileCheck {
    /** Judges {@code bytes}; does not keep or change them unless it says so. */
    Verdict check(byte[] bytes);
}
